package dev.lotse.gateway.train;

import dev.lotse.ranking.rerank.Feature;
import java.util.Map;
import java.util.Set;

/**
 * A query whose answers are known.
 *
 * @param text what is searched for
 * @param lang language of the query
 * @param grades grade by object id; at least one is above 0
 * @param source where it comes from: {@code judgements}, {@code title}, {@code heading} or {@code link}
 * @param masked features that would give the answer away, because the query was taken from what they compare it with
 * @param weight how much it counts, above 0
 */
public record TrainingQuery(
        String text, String lang, Map<String, Integer> grades, String source, Set<Feature> masked, float weight) {
    public TrainingQuery {
        grades = Map.copyOf(grades);
        masked = Set.copyOf(masked);
    }

    /** The page that training and test must not share: the best answer, the first by name where there are several. */
    public String page() {
        return grades.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
