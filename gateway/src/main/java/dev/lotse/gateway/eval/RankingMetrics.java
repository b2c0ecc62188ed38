package dev.lotse.gateway.eval;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The quality of one ranked list against its judgements, as trec_eval computes it: a page that nobody judged counts as not
 * relevant, and a page that stands twice in the list counts once.
 *
 * @param ndcg10 normalised discounted cumulative gain of the first 10, gain = grade, discount = log2(rank + 1)
 *     (Järvelin, Kekäläinen 2002)
 * @param mrr10 1 / rank of the first relevant page among the first 10, or 0
 * @param success1 1 where the first page is relevant
 * @param success10 1 where one of the first 10 is relevant
 * @param recall100 share of the relevant pages that are among the first 100
 */
public record RankingMetrics(double ndcg10, double mrr10, double success1, double success10, double recall100) {
    private static final int TOP = 10;
    private static final int DEEP = 100;

    /**
     * Scores a list.
     *
     * @param ranked object ids, best first
     * @param grades grade by object id; 0 or less is not relevant; at least one must be relevant
     */
    public static RankingMetrics of(List<String> ranked, Map<String, Integer> grades) {
        long relevant = grades.values().stream().filter(grade -> grade > 0).count();
        if (relevant == 0) {
            throw new IllegalArgumentException("a query without a relevant page cannot be scored");
        }
        double gain = 0;
        double reciprocalRank = 0;
        int found = 0;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ranked.size() && i < DEEP; i++) {
            int grade = seen.add(ranked.get(i)) ? grades.getOrDefault(ranked.get(i), 0) : 0;
            if (grade <= 0) {
                continue;
            }
            found++;
            if (i < TOP) {
                gain += grade / log2(i + 2);
                reciprocalRank = reciprocalRank == 0 ? 1.0 / (i + 1) : reciprocalRank;
            }
        }
        return new RankingMetrics(
                gain / idealGain(grades),
                reciprocalRank,
                reciprocalRank == 1 ? 1 : 0,
                reciprocalRank > 0 ? 1 : 0,
                found / (double) relevant);
    }

    /** The mean of several lists, each counting the same. */
    public static RankingMetrics mean(List<RankingMetrics> all) {
        return new RankingMetrics(
                all.stream().mapToDouble(RankingMetrics::ndcg10).average().orElse(0),
                all.stream().mapToDouble(RankingMetrics::mrr10).average().orElse(0),
                all.stream().mapToDouble(RankingMetrics::success1).average().orElse(0),
                all.stream().mapToDouble(RankingMetrics::success10).average().orElse(0),
                all.stream().mapToDouble(RankingMetrics::recall100).average().orElse(0));
    }

    private static double idealGain(Map<String, Integer> grades) {
        int[] sorted =
                grades.values().stream().mapToInt(Integer::intValue).sorted().toArray();
        double gain = 0;
        for (int rank = 0; rank < Math.min(TOP, sorted.length); rank++) {
            gain += Math.max(0, sorted[sorted.length - 1 - rank]) / log2(rank + 2);
        }
        return gain;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
