package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchesTest {
    @Test
    void groupsSimilarLengthsLongestFirst() {
        assertThat(Batches.of(new int[] {10, 50, 12, 48}, 100)).isEqualTo(List.of(List.of(1, 3), List.of(2, 0)));
    }

    @Test
    void aTextLongerThanTheBudgetIsABatchOfItsOwn() {
        assertThat(Batches.of(new int[] {5, 500, 5}, 100)).isEqualTo(List.of(List.of(1), List.of(0, 2)));
    }

    @Test
    void aBudgetOfOneRunsEveryTextAlone() {
        assertThat(Batches.of(new int[] {1, 2, 3}, 1)).isEqualTo(List.of(List.of(2), List.of(1), List.of(0)));
    }

    @Test
    void nothingGivesNoBatch() {
        assertThat(Batches.of(new int[0], 100)).isEmpty();
    }

    @Test
    void theOrderCanBeKept() {
        assertThat(Batches.inOrder(new int[] {10, 50, 12, 48, 200, 3}, 100))
                .isEqualTo(List.of(List.of(0, 1), List.of(2, 3), List.of(4), List.of(5)));
    }

    @Test
    void everyTextIsInOneBatchAndNoBatchExceedsTheBudget() {
        Random random = new Random(7);
        int[] lengths = random.ints(500, 1, 300).toArray();

        List<List<Integer>> batches = Batches.of(lengths, 1024);

        assertThat(batches.stream().flatMap(List::stream).sorted().toList())
                .isEqualTo(java.util.stream.IntStream.range(0, 500).boxed().toList());
        assertThat(batches).allSatisfy(batch -> {
            int widest = batch.stream().mapToInt(i -> lengths[i]).max().orElseThrow();
            assertThat(widest * batch.size()).isLessThanOrEqualTo(1024);
        });
    }
}
