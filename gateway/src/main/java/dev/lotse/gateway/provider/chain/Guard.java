package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.breaker.CircuitBreaker;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.provider.ProviderError;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What stands before a target: a circuit breaker, a bulkhead that bounds the calls under way, and the pause that a rate limit
 * asks for. Shared by all requests; thread-safe.
 */
public final class Guard {
    /** How long a target that says no time is left alone after a rate limit. */
    private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);

    private final CircuitBreaker breaker;
    private final Semaphore slots;
    private final int maxConcurrent;
    private final RetryBudget retries;
    private final RetryConfig retry;
    private final NanoClock clock;
    private final AtomicLong pausedUntil;

    /** @param maxConcurrent most calls under way at a time, at least 1 */
    public Guard(BreakerConfig breaker, RetryConfig retry, int maxConcurrent, NanoClock clock) {
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("maxConcurrent is " + maxConcurrent + "; it must be at least 1");
        }
        this.breaker = new CircuitBreaker(breaker, clock);
        this.slots = new Semaphore(maxConcurrent);
        this.maxConcurrent = maxConcurrent;
        this.retries = new RetryBudget(retry.budgetRatio(), retry.budgetBurst());
        this.retry = retry;
        this.clock = clock;
        this.pausedUntil = new AtomicLong(clock.nanos());
    }

    RetryConfig retry() {
        return retry;
    }

    /** Pays for or takes from the retry budget. */
    RetryBudget retries() {
        return retries;
    }

    /** State of the breaker, for display. */
    public CircuitBreaker.State breakerState() {
        return breaker.state();
    }

    /** Whether calls are let through without a trial, for display. */
    public boolean isClosed() {
        return breaker.state() == CircuitBreaker.State.CLOSED;
    }

    /** Calls under way, for display. */
    public int running() {
        return maxConcurrent - slots.availablePermits();
    }

    /** Time until a call makes sense: over both pause and open breaker. */
    Duration availableIn() {
        var paused = Duration.ofNanos(Math.max(0, pausedUntil.get() - clock.nanos()));
        var open = breaker.retryIn();
        return paused.compareTo(open) >= 0 ? paused : open;
    }

    /**
     * Asks to make a call.
     *
     * @param patience how long to wait for a free slot
     */
    Entry enter(Duration patience) throws InterruptedException {
        if (pausedUntil.get() - clock.nanos() > 0) {
            return Entry.PAUSED;
        }
        if (!slots.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return Entry.FULL;
        }
        if (!breaker.tryAcquire()) {
            slots.release();
            return Entry.OPEN;
        }
        return Entry.ENTERED;
    }

    /** The call that {@link Entry#ENTERED} allowed went well. */
    void succeeded() {
        slots.release();
        breaker.success();
    }

    /** The call that {@link Entry#ENTERED} allowed failed. */
    void failed(ProviderError error) {
        slots.release();
        switch (error) {
            case ProviderError.RateLimited limited -> {
                breaker.unknown();
                pause(limited.retryAfter() == null ? DEFAULT_PAUSE : limited.retryAfter());
            }
            case ProviderError.Overloaded overloaded -> {
                breaker.failure();
                if (overloaded.retryAfter() != null) {
                    pause(overloaded.retryAfter());
                }
            }
            case ProviderError.Unauthorized ignored -> breaker.trip();
            case ProviderError.QuotaExhausted ignored -> breaker.trip();
            case ProviderError.Misconfigured ignored -> breaker.trip();
            case ProviderError.TimedOut ignored -> breaker.failure();
            case ProviderError.Unreachable ignored -> breaker.failure();
            case ProviderError.Cut ignored -> breaker.failure();
            case ProviderError.Malformed ignored -> breaker.failure();
            // The target answered as it should; the request was the problem.
            case ProviderError.ContentFiltered ignored -> breaker.success();
            case ProviderError.ContextTooLong ignored -> breaker.success();
            case ProviderError.BadRequest ignored -> breaker.success();
            case ProviderError.Cancelled ignored -> breaker.unknown();
        }
    }

    private void pause(Duration duration) {
        long until = clock.nanos() + duration.toNanos();
        pausedUntil.accumulateAndGet(until, (known, next) -> next - known > 0 ? next : known);
    }

    /** Whether a call may be made. */
    enum Entry {
        ENTERED,
        /** The breaker is open. */
        OPEN,
        /** A rate limit is being waited out. */
        PAUSED,
        /** Too many calls are under way. */
        FULL
    }
}
