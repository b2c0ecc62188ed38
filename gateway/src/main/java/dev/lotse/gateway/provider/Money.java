package dev.lotse.gateway.provider;

import java.math.BigDecimal;

/**
 * An amount in the deployment's one currency, exact to a billionth; up to about 9.2 billion units.
 *
 * @param nanos billionths of a unit, so that one token of the cheapest model still counts
 */
public record Money(long nanos) implements Comparable<Money> {

    /** Nothing. */
    public static final Money ZERO = new Money(0);

    private static final int SCALE = 9;

    /**
     * Reads an amount such as {@code 12.50}.
     *
     * @throws ArithmeticException when it has more than nine decimals or is too large
     */
    public static Money of(BigDecimal amount) {
        return new Money(amount.movePointRight(SCALE).longValueExact());
    }

    /** Reads an amount such as {@code "12.50"}. */
    public static Money of(String amount) {
        return of(new BigDecimal(amount));
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(nanos, other.nanos));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(nanos, other.nanos));
    }

    public boolean isZero() {
        return nanos == 0;
    }

    /** The amount in units, without trailing zeros. */
    public BigDecimal amount() {
        var amount = BigDecimal.valueOf(nanos, SCALE).stripTrailingZeros();
        return amount.scale() < 0 ? amount.setScale(0) : amount;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    /** Plain decimal notation, such as {@code 0.00042}. */
    @Override
    public String toString() {
        return amount().toPlainString();
    }
}
