package dev.lotse.gateway.provider.transport;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.ProviderError.Phase;
import java.time.Duration;

/**
 * Which time limit of a call comes next. Only pieces of the answer count as progress: comments and pings keep a connection
 * alive, not an answer. Not thread-safe.
 */
final class ReadClock {
    private final NanoClock clock;
    private final CallLimits limits;
    private final long start;
    private long lastProgress;
    private boolean progressed;

    ReadClock(CallLimits limits, NanoClock clock) {
        this.clock = clock;
        this.limits = limits;
        this.start = clock.nanos();
        this.lastProgress = start;
    }

    /** A piece of the answer arrived. */
    void progress() {
        lastProgress = clock.nanos();
        progressed = true;
    }

    /** Time left for the next read; 0 or less where a limit was missed. */
    long nanosLeft() {
        long now = clock.nanos();
        long total = limits.total().toNanos() - (now - start);
        long next = nextLimit().toNanos() - (now - lastProgress);
        return Math.min(total, next);
    }

    /** The limit that was missed. */
    ProviderError.TimedOut timedOut() {
        if (clock.nanos() - start >= limits.total().toNanos()) {
            return new ProviderError.TimedOut(Phase.TOTAL, limits.total());
        }
        return new ProviderError.TimedOut(progressed ? Phase.BETWEEN_TOKENS : Phase.FIRST_TOKEN, nextLimit());
    }

    private Duration nextLimit() {
        return progressed ? limits.betweenTokens() : limits.firstToken();
    }
}
