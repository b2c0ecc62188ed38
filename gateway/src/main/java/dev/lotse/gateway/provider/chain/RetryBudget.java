package dev.lotse.gateway.provider.chain;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds retries and hedges to a share of the requests, so that they cannot multiply the load of a target in trouble. Every
 * request pays in a fraction, every retry takes out one. Thread-safe.
 */
final class RetryBudget {
    private final double ratio;
    private final double burst;
    private final ReentrantLock lock = new ReentrantLock();
    private double tokens;

    RetryBudget(double ratio, int burst) {
        this.ratio = ratio;
        this.burst = burst;
        this.tokens = burst;
    }

    /** A first call is made. */
    void deposit() {
        lock.lock();
        try {
            tokens = Math.min(burst, tokens + ratio);
        } finally {
            lock.unlock();
        }
    }

    /** Whether one more call may be made. */
    boolean tryWithdraw() {
        lock.lock();
        try {
            // Ten deposits of a tenth are a hair less than one.
            if (tokens < 1 - 1e-9) {
                return false;
            }
            tokens -= 1;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
