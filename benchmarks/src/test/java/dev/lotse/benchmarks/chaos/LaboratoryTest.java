package dev.lotse.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.benchmarks.result.Latency;
import dev.lotse.benchmarks.result.LoadStep;
import org.junit.jupiter.api.Test;

class LaboratoryTest {
    @Test
    void aFastMachineIsAskedNoMoreThanASmallOneDoesWithoutHurry() {
        assertThat(Laboratory.calmRate(undisturbed(120))).isEqualTo(15);
    }

    @Test
    void aBusyMachineIsAskedForAThirdOfWhatItDoes() {
        assertThat(Laboratory.calmRate(undisturbed(9))).isEqualTo(3);
    }

    @Test
    void aMachineThatDoesNextToNothingIsAskedAllTheSame() {
        assertThat(Laboratory.calmRate(undisturbed(0))).isEqualTo(1);
    }

    private static LoadStep undisturbed(double rate) {
        Latency latency = new Latency(1, 2, 3, 4, 5, 6);
        return new LoadStep("chaos", LoadStep.Model.CLOSED, 2, 0, 8, rate, 100, 0, 0, 0, latency, latency, 90);
    }
}
