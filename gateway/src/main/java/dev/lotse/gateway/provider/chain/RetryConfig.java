package dev.lotse.gateway.provider.chain;

import java.time.Duration;

/**
 * When a target is asked again.
 *
 * @param maxRetries further calls to the same target within one request, 0 to 10
 * @param base wait before the first of them is drawn between 0 and this; the range doubles with each
 * @param cap where the doubling ends
 * @param maxRetryAfter longest {@code Retry-After} that is waited out while another target could be asked instead
 * @param budgetRatio retries earned by every request, 0 to 1; bounds the load that retries add to a target in trouble
 * @param budgetBurst most retries that can be saved up, at least 1
 */
public record RetryConfig(
        int maxRetries, Duration base, Duration cap, Duration maxRetryAfter, double budgetRatio, int budgetBurst) {

    /** One retry after at most 100 ms, bounded to a fifth of the requests. */
    public static final RetryConfig DEFAULT =
            new RetryConfig(1, Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMillis(300), 0.2, 10);

    public RetryConfig {
        if (maxRetries < 0 || maxRetries > 10) {
            throw new IllegalArgumentException("retry.maxRetries is " + maxRetries + "; allowed are 0 to 10");
        }
        if (base.isNegative() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException("retry.base is " + base + " and retry.cap " + cap
                    + "; the first must be 0 or more and at most the second");
        }
        if (maxRetryAfter.isNegative()) {
            throw new IllegalArgumentException("retry.maxRetryAfter is " + maxRetryAfter + "; it must be 0 or more");
        }
        if (!(budgetRatio >= 0 && budgetRatio <= 1)) {
            throw new IllegalArgumentException("retry.budgetRatio is " + budgetRatio + "; allowed are 0 to 1");
        }
        if (budgetBurst < 1) {
            throw new IllegalArgumentException("retry.budgetBurst is " + budgetBurst + "; it must be at least 1");
        }
    }
}
