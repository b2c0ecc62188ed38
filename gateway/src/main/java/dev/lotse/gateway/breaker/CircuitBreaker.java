package dev.lotse.gateway.breaker;

import dev.lotse.gateway.deadline.NanoClock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps calls away from a target that fails. Closed, it looks back on the last calls; open, it lets none through until its time is
 * over; then it lets a single trial through, whose outcome closes it or opens it for twice as long. Thread-safe.
 */
public final class CircuitBreaker {
    private final BreakerConfig config;
    private final NanoClock clock;
    private final ReentrantLock lock = new ReentrantLock();

    private final boolean[] failed;
    private int calls;
    private int next;
    private int failures;

    private State state = State.CLOSED;
    private long openUntil;
    private Duration openFor;
    private boolean trialRunning;

    /** What a breaker does with calls. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    public CircuitBreaker(BreakerConfig config, NanoClock clock) {
        this.config = config;
        this.clock = clock;
        this.failed = new boolean[config.window()];
        this.openFor = config.openFor();
    }

    /**
     * Asks to make a call. After true, exactly one of {@link #success}, {@link #failure}, {@link #trip} or {@link #unknown} must
     * follow.
     */
    public boolean tryAcquire() {
        lock.lock();
        try {
            refresh();
            return switch (state) {
                case CLOSED -> true;
                case OPEN -> false;
                case HALF_OPEN -> {
                    boolean free = !trialRunning;
                    trialRunning = true;
                    yield free;
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /** The call went well. */
    public void success() {
        lock.lock();
        try {
            if (state == State.HALF_OPEN) {
                close();
            } else {
                record(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The call failed in a way that says something about the target's health. */
    public void failure() {
        lock.lock();
        try {
            switch (state) {
                case CLOSED -> {
                    record(true);
                    if (calls >= config.minimumCalls() && failures >= config.failureRatio() * calls) {
                        open();
                    }
                }
                case HALF_OPEN -> {
                    openFor = min(openFor.multipliedBy(2), config.maxOpenFor());
                    open();
                }
                case OPEN -> {
                    // A call that began before; the breaker has made up its mind.
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The call failed in a way that the next will too, such as a refused key: opens at once. */
    public void trip() {
        lock.lock();
        try {
            if (state == State.HALF_OPEN) {
                openFor = min(openFor.multipliedBy(2), config.maxOpenFor());
            }
            if (state != State.OPEN) {
                open();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The call says nothing about health, such as one that was cancelled. */
    public void unknown() {
        lock.lock();
        try {
            trialRunning = false;
        } finally {
            lock.unlock();
        }
    }

    /** The present state. */
    public State state() {
        lock.lock();
        try {
            refresh();
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** Time until the next call may be let through; zero where it may now. */
    public Duration retryIn() {
        lock.lock();
        try {
            refresh();
            return state == State.OPEN ? Duration.ofNanos(Math.max(0, openUntil - clock.nanos())) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private void refresh() {
        if (state == State.OPEN && openUntil - clock.nanos() <= 0) {
            state = State.HALF_OPEN;
            trialRunning = false;
        }
    }

    private void open() {
        state = State.OPEN;
        openUntil = clock.nanos() + openFor.toNanos();
        trialRunning = false;
    }

    private void close() {
        state = State.CLOSED;
        openFor = config.openFor();
        trialRunning = false;
        calls = 0;
        next = 0;
        failures = 0;
    }

    private void record(boolean failure) {
        if (calls == failed.length) {
            failures -= failed[next] ? 1 : 0;
        } else {
            calls++;
        }
        failed[next] = failure;
        failures += failure ? 1 : 0;
        next = (next + 1) % failed.length;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
