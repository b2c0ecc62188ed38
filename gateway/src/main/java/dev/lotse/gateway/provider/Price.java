package dev.lotse.gateway.provider;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a model's tokens cost, per million tokens in units of the deployment's currency.
 *
 * @param input tokens read
 * @param cachedInput tokens read from the provider's prompt cache
 * @param cacheWrite tokens written to the provider's prompt cache
 * @param output tokens written
 */
public record Price(BigDecimal input, BigDecimal cachedInput, BigDecimal cacheWrite, BigDecimal output) {

    /** A model that costs nothing per token, such as a local one. */
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    public Price {
        requireNotNegative("input", input);
        requireNotNegative("cachedInput", cachedInput);
        requireNotNegative("cacheWrite", cacheWrite);
        requireNotNegative("output", output);
    }

    /** A price without a discount for cached tokens. */
    public static Price of(String input, String output) {
        var in = new BigDecimal(input);
        return new Price(in, in, in, new BigDecimal(output));
    }

    /** The cost of this usage, rounded up to a billionth of a unit. */
    public Money of(Usage usage) {
        var perMillion = input.multiply(BigDecimal.valueOf(usage.input()))
                .add(cachedInput.multiply(BigDecimal.valueOf(usage.cachedInput())))
                .add(cacheWrite.multiply(BigDecimal.valueOf(usage.cacheWrite())))
                .add(output.multiply(BigDecimal.valueOf(usage.output())));
        return Money.of(perMillion.divide(MILLION, 9, RoundingMode.CEILING));
    }

    public boolean isFree() {
        return input.signum() == 0 && cachedInput.signum() == 0 && cacheWrite.signum() == 0 && output.signum() == 0;
    }

    private static void requireNotNegative(String name, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException("price." + name + " is " + value + "; it must be 0 or more");
        }
    }
}
