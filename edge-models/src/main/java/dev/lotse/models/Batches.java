package dev.lotse.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Groups texts of similar length, so that little is padded. */
final class Batches {
    private Batches() {}

    /**
     * Sorts by length and cuts where the padded size of a batch would exceed the budget. The longest come first: lanes
     * that work side by side then end together.
     *
     * @param lengths tokens of each text
     * @param budget padded tokens of a batch; a text that is longer is a batch of its own
     * @return the indexes of the texts of each batch
     */
    static List<List<Integer>> of(int[] lengths, int budget) {
        List<Integer> order = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> lengths[i]).reversed())
                .toList();
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> batch = new ArrayList<>();
        int width = 0;
        for (int index : order) {
            if (!batch.isEmpty() && (batch.size() + 1) * width > budget) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            if (batch.isEmpty()) {
                width = Math.max(1, lengths[index]);
            }
            batch.add(index);
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
