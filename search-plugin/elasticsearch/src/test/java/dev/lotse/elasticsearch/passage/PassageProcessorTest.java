package dev.lotse.elasticsearch.passage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassageProcessorTest {
    @Test
    void meaningAndWordsCountTheSame() {
        assertThat(PassageProcessor.best(new double[] {0.9, 0.8, 0.1}, new double[] {0, 5, 1}))
                .isEqualTo(1);
    }

    @Test
    void theEarlierPassageWinsATie() {
        assertThat(PassageProcessor.best(new double[] {0.5, 0.5}, new double[] {2, 2}))
                .isZero();
    }
}
