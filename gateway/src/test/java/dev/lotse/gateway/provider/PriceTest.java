package dev.lotse.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PriceTest {
    private static final Price PRICE =
            new Price(new BigDecimal("3"), new BigDecimal("0.30"), new BigDecimal("3.75"), new BigDecimal("15"));

    @Test
    void pricesEveryKindOfTokenApart() {
        var usage = new Usage(1_000_000, 1_000_000, 1_000_000, 1_000_000, false);
        assertThat(PRICE.of(usage)).isEqualTo(Money.of("22.05"));
    }

    @Test
    void countsASingleTokenOfTheCheapestModel() {
        assertThat(Price.of("0.0375", "0.15").of(new Usage(1, 0, 0, 0, false))).isEqualTo(Money.of("0.000000038"));
    }

    @Test
    void showsPlainDecimals() {
        assertThat(Money.of("0.000420").toString()).isEqualTo("0.00042");
        assertThat(Money.of("100").toString()).isEqualTo("100");
        assertThat(Money.ZERO.toString()).isEqualTo("0");
    }

    @Test
    void refusesNegativePricesByName() {
        assertThatThrownBy(() -> Price.of("1", "-2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("price.output")
                .hasMessageContaining("-2");
    }

    @Test
    void refusesAmountsFinerThanItCounts() {
        assertThatThrownBy(() -> Money.of("0.0000000001")).isInstanceOf(ArithmeticException.class);
    }
}
