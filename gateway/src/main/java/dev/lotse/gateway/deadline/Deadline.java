package dev.lotse.gateway.deadline;

import java.time.Duration;

/**
 * The point in time at which a request's answer is due. It is passed down every call; a step that cannot finish before it
 * is left out and named in the response.
 *
 * <p>Immutable and thread-safe. Differences of {@code nanoTime} are used, so that a change of the wall clock has no effect.
 */
public final class Deadline {
    private final NanoClock clock;
    private final long dueNanos;

    private Deadline(NanoClock clock, long dueNanos) {
        this.clock = clock;
        this.dueNanos = dueNanos;
    }

    /** A deadline that is due {@code budget} from now. */
    public static Deadline in(Duration budget, NanoClock clock) {
        return new Deadline(clock, clock.nanos() + budget.toNanos());
    }

    /** Time left, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, dueNanos - clock.nanos()));
    }

    /** Whether at least this much time is left. */
    public boolean allows(Duration cost) {
        return dueNanos - clock.nanos() >= cost.toNanos();
    }

    /** Whether the time is up. */
    public boolean expired() {
        return dueNanos - clock.nanos() <= 0;
    }
}
