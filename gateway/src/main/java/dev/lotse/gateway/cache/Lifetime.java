package dev.lotse.gateway.cache;

import java.time.Duration;

/**
 * How long a response may be used.
 *
 * @param fresh it is served as it is
 * @param stale after that it is served while a new one is made
 */
public record Lifetime(Duration fresh, Duration stale) {
    /** Served to who asked for it and to nobody else. */
    public static final Lifetime NONE = new Lifetime(Duration.ZERO, Duration.ZERO);

    /** Checks that neither is negative. */
    public Lifetime {
        if (fresh.isNegative() || stale.isNegative()) {
            throw new IllegalArgumentException("fresh " + fresh + ", stale " + stale + "; neither may be negative");
        }
    }

    /** Until it must be gone. */
    public Duration total() {
        return fresh.plus(stale);
    }

    /** The same, ending no later than {@code end} from now. */
    public Lifetime within(Duration end) {
        if (end.isNegative() || end.isZero()) {
            return NONE;
        }
        if (total().compareTo(end) <= 0) {
            return this;
        }
        return fresh.compareTo(end) >= 0 ? new Lifetime(end, Duration.ZERO) : new Lifetime(fresh, end.minus(fresh));
    }
}
