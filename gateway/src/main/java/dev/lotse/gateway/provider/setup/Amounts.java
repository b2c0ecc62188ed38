package dev.lotse.gateway.provider.setup;

import dev.lotse.gateway.provider.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Amounts of money as people write them. */
final class Amounts {
    static final String ALLOWED = "an amount such as 2.50";

    private static final int MOST = 1_000_000_000;
    private static final int MOST_DIGITS = 20;

    private Amounts() {}

    /** Null for what is none. */
    static @Nullable Money money(String text) {
        BigDecimal amount = decimal(text, MOST);
        return amount == null ? null : Money.of(amount);
    }

    /** A number from 0 to {@code most} with at most nine digits after the point; null for what is none. */
    static @Nullable BigDecimal decimal(String text, int most) {
        String stripped = text.strip();
        if (stripped.length() > MOST_DIGITS || !stripped.matches("\\d+(\\.\\d{1,9})?")) {
            return null;
        }
        BigDecimal number = new BigDecimal(stripped);
        return number.compareTo(BigDecimal.valueOf(most)) <= 0 ? number : null;
    }
}
