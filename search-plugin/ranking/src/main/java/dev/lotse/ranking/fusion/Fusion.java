package dev.lotse.ranking.fusion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Combines ranked lists of the same kind of key. Stateless and thread-safe. */
public final class Fusion {

    private Fusion() {}

    /** How the scores of one list are brought to 0…1. */
    public enum Normalisation {
        /** The list's lowest score becomes 0. */
        MIN_MAX,
        /** The lowest score that the retriever can give ({@link RankedList#minimum()}) becomes 0. */
        THEORETICAL_MIN
    }

    /**
     * Sum over the lists of {@code weight * (score - min) / (max - min)}; a key that a list lacks gets 0 from it, and all
     * keys of a list whose scores are all equal get 1.
     *
     * @return score by key, in no particular order; scores are 0…sum of weights
     */
    public static <K> Map<K, Double> convex(List<RankedList<K>> lists, Normalisation normalisation) {
        Map<K, Double> fused = new HashMap<>();
        for (RankedList<K> list : lists) {
            double max = Double.NEGATIVE_INFINITY;
            double lowest = Double.POSITIVE_INFINITY;
            for (ScoredKey<K> entry : list.entries()) {
                max = Math.max(max, entry.score());
                lowest = Math.min(lowest, entry.score());
            }
            double min = normalisation == Normalisation.MIN_MAX ? lowest : Math.min(lowest, list.minimum());
            double range = max - min;
            for (ScoredKey<K> entry : list.entries()) {
                double scaled = range > 0 ? (entry.score() - min) / range : 1;
                fused.merge(entry.key(), list.weight() * scaled, Double::sum);
            }
        }
        return fused;
    }

    /**
     * Sum over the lists of {@code weight / (rankConstant + rank)}, ranks from 1 in the order given.
     *
     * @return score by key, in no particular order
     */
    public static <K> Map<K, Double> reciprocalRank(List<RankedList<K>> lists, int rankConstant) {
        Map<K, Double> fused = new HashMap<>();
        for (RankedList<K> list : lists) {
            int rank = 1;
            for (ScoredKey<K> entry : list.entries()) {
                fused.merge(entry.key(), list.weight() / (double) (rankConstant + rank), Double::sum);
                rank++;
            }
        }
        return fused;
    }
}
