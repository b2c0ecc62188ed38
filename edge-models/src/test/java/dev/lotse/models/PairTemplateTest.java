package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PairTemplateTest {
    /** [CLS] a [SEP] b [SEP] */
    private static final PairTemplate BERT = PairTemplate.learn(
            new long[] {101, 7, 102, 8, 102}, new long[] {0, 0, 0, 1, 1}, new long[] {1, 0, 1, 0, 1});

    @Test
    void joinsAsBertDoes() {
        PairInput input = BERT.join(new long[] {1, 2}, new long[] {3, 4, 5}, 16);

        assertThat(input.ids()).containsExactly(101, 1, 2, 102, 3, 4, 5, 102);
        assertThat(input.types()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    }

    @Test
    void joinsAsXlmRDoes() {
        // <s> ▁a </s> </s> ▁b </s>
        PairTemplate template = PairTemplate.learn(
                new long[] {0, 10, 2, 2, 876, 2}, new long[] {0, 0, 0, 0, 0, 0}, new long[] {1, 0, 1, 1, 0, 1});

        PairInput input = template.join(new long[] {5}, new long[] {6, 7}, 16);

        assertThat(input.ids()).containsExactly(0, 5, 2, 2, 6, 7, 2);
        assertThat(input.types()).containsOnly(0);
    }

    @Test
    void cutsThePassageToWhatTheQueryLeaves() {
        PairInput input = BERT.join(new long[] {1, 2}, new long[20], 10);

        assertThat(input.ids()).hasSize(10).endsWith(102);
    }

    @Test
    void aLongQueryLeavesHalfOfTheWindowToThePassage() {
        PairInput input = BERT.join(new long[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, new long[] {3, 3, 3, 3, 3, 3, 3, 3, 3}, 11);

        assertThat(input.ids()).containsExactly(101, 1, 1, 1, 1, 102, 3, 3, 3, 3, 102);
    }

    @Test
    void emptyTextsLeaveTheSpecialTokens() {
        assertThat(BERT.join(new long[0], new long[0], 16).ids()).containsExactly(101, 102, 102);
    }

    @Test
    void aTokenizerThatDoesNotSeparateTwoTextsIsRefused() {
        assertThatThrownBy(() -> PairTemplate.learn(new long[] {7, 8}, new long[2], new long[2]))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("does not join two texts");
    }
}
