package dev.lotse.gateway.provider;

import java.time.Duration;

/**
 * Time limits of one call. The connect timeout belongs to the connection and is set where the adapter is made.
 *
 * @param firstToken until the first piece of the answer; for answers that come whole, until all of it is there
 * @param betweenTokens from one piece to the next
 * @param total until the end
 */
public record CallLimits(Duration firstToken, Duration betweenTokens, Duration total) {
    public CallLimits {
        requirePositive("firstToken", firstToken);
        requirePositive("betweenTokens", betweenTokens);
        requirePositive("total", total);
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be longer than 0");
        }
    }
}
