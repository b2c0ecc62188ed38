package dev.lotse.gateway.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span of time, [from, until).
 *
 * @param from null is since ever
 * @param until null is for ever; after {@code from}
 */
public record Validity(@Nullable Instant from, @Nullable Instant until) {
    /** At every time. */
    public static final Validity ALWAYS = new Validity(null, null);

    /** Whether the instant is in it. */
    public boolean contains(Instant at) {
        return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
    }
}
