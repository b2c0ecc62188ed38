package dev.lotse.gateway.breaker;

import java.time.Duration;

/**
 * When a target is left alone for a while.
 *
 * @param window calls that are looked back on, 1 to 1,000
 * @param minimumCalls calls that must be in the window before it can open, 1 to {@code window}
 * @param failureRatio share of failures at which it opens, above 0 and at most 1
 * @param openFor how long it stays open; doubled with every trial that fails
 * @param maxOpenFor where the doubling ends
 */
public record BreakerConfig(int window, int minimumCalls, double failureRatio, Duration openFor, Duration maxOpenFor) {

    /** Opens when half of at least 5 calls failed, for 5 seconds to 2 minutes. */
    public static final BreakerConfig DEFAULT =
            new BreakerConfig(20, 5, 0.5, Duration.ofSeconds(5), Duration.ofMinutes(2));

    public BreakerConfig {
        if (window < 1 || window > 1_000) {
            throw new IllegalArgumentException("breaker.window is " + window + "; allowed are 1 to 1000");
        }
        if (minimumCalls < 1 || minimumCalls > window) {
            throw new IllegalArgumentException(
                    "breaker.minimumCalls is " + minimumCalls + "; allowed are 1 to the window of " + window);
        }
        if (!(failureRatio > 0 && failureRatio <= 1)) {
            throw new IllegalArgumentException(
                    "breaker.failureRatio is " + failureRatio + "; it must be above 0 and at most 1");
        }
        if (!openFor.isPositive() || maxOpenFor.compareTo(openFor) < 0) {
            throw new IllegalArgumentException("breaker.openFor is " + openFor + " and breaker.maxOpenFor " + maxOpenFor
                    + "; the first must be longer than 0 and at most the second");
        }
    }
}
