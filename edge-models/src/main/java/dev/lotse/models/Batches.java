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
        return cut(
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted(Comparator.comparingInt((Integer i) -> lengths[i])
                                .reversed())
                        .toList(),
                lengths,
                budget);
    }

    /** As {@link #of}, but neighbours stay together and the order of the texts is kept. */
    static List<List<Integer>> inOrder(int[] lengths, int budget) {
        return cut(IntStream.range(0, lengths.length).boxed().toList(), lengths, budget);
    }

    private static List<List<Integer>> cut(List<Integer> order, int[] lengths, int budget) {
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> batch = new ArrayList<>();
        int width = 1;
        for (int index : order) {
            int wider = Math.max(width, lengths[index]);
            if (!batch.isEmpty() && (long) (batch.size() + 1) * wider > budget) {
                batches.add(batch);
                batch = new ArrayList<>();
                wider = Math.max(1, lengths[index]);
            }
            batch.add(index);
            width = wider;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
