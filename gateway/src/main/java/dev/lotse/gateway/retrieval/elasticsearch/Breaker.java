package dev.lotse.gateway.retrieval.elasticsearch;

import dev.lotse.gateway.deadline.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stops asking a cluster that does not answer. After a number of failures in a row it is open for a while, then lets one
 * request through: if that succeeds it closes, otherwise it stays open for as long again. Thread-safe.
 */
final class Breaker {
    private final int failuresToOpen;
    private final long openNanos;
    private final NanoClock clock;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong retryAt = new AtomicLong();

    Breaker(int failuresToOpen, Duration open, NanoClock clock) {
        this.failuresToOpen = failuresToOpen;
        this.openNanos = open.toNanos();
        this.clock = clock;
    }

    /** Whether a request may be sent. While open, one caller gets true each time the pause is over. */
    boolean allows() {
        if (failures.get() < failuresToOpen) {
            return true;
        }
        long now = clock.nanos();
        long at = retryAt.get();
        return now - at >= 0 && retryAt.compareAndSet(at, now + openNanos);
    }

    void succeeded() {
        failures.set(0);
    }

    void failed() {
        if (failures.incrementAndGet() == failuresToOpen) {
            retryAt.set(clock.nanos() + openNanos);
        }
    }
}
