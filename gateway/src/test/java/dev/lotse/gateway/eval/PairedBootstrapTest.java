package dev.lotse.gateway.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
    @Test
    void aClearGainIsBetterAndItsReverseWorse() {
        double[] first = new double[100];
        double[] second = new double[100];
        Arrays.fill(second, 0, 40, 1);
        Arrays.fill(first, 90, 95, 1);

        PairedBootstrap up = PairedBootstrap.of(first, second);

        assertThat(up.difference()).isCloseTo(0.35, within(1e-9));
        assertThat(up.wins()).isEqualTo(40);
        assertThat(up.losses()).isEqualTo(5);
        assertThat(up.better()).isTrue();
        assertThat(PairedBootstrap.of(second, first).worse()).isTrue();
    }

    @Test
    void aFewQueriesProveNothing() {
        PairedBootstrap some = PairedBootstrap.of(new double[] {0, 1, 0, 1}, new double[] {1, 0, 1, 1});

        assertThat(some.better()).isFalse();
        assertThat(some.worse()).isFalse();
        assertThat(some.low()).isLessThanOrEqualTo(some.difference());
        assertThat(some.high()).isGreaterThanOrEqualTo(some.difference());
    }

    @Test
    void valuesThatDoNotPairAreRefused() {
        assertThatThrownBy(() -> PairedBootstrap.of(new double[2], new double[3]))
                .hasMessage("2 and 3 values cannot be paired");
    }
}
