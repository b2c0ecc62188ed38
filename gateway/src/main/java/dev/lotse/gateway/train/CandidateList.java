package dev.lotse.gateway.train;

import dev.lotse.gateway.eval.RankingMetrics;
import dev.lotse.models.train.TrainingList;
import dev.lotse.ranking.rerank.Candidates;
import dev.lotse.ranking.rerank.Feature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The candidates of a query as a search found them.
 *
 * @param query with its known answers
 * @param ids object ids in the order of the fusion
 * @param rows features of the first of them, row by row
 */
public record CandidateList(TrainingQuery query, List<String> ids, float[] rows) {
    public CandidateList {
        ids = List.copyOf(ids);
    }

    /** Number of candidates with features. */
    public int count() {
        return rows.length / Candidates.width();
    }

    /** As it is learnt from: masked columns are 0. */
    public TrainingList toTraining() {
        float[] shown = rows.clone();
        int width = Candidates.width();
        for (Feature feature : query.masked()) {
            int scaled = Feature.scaledFeatures().indexOf(feature);
            for (int i = 0; i < count(); i++) {
                shown[i * width + feature.column()] = 0;
                if (scaled >= 0) {
                    shown[i * width + Feature.values().length + scaled] = 0;
                }
            }
        }
        float[] gains = new float[count()];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = Math.max(0, query.grades().getOrDefault(ids.get(i), 0));
        }
        return new TrainingList(query.page(), shown, gains, query.weight());
    }

    /** The quality of the order of the fusion. */
    public RankingMetrics fused() {
        return RankingMetrics.of(ids, query.grades());
    }

    /** The quality of the order that the scores make of the first candidates. */
    public RankingMetrics reranked(float[] scores) {
        List<String> order = new ArrayList<>(IntStream.range(0, count())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .map(ids::get)
                .toList());
        order.addAll(ids.subList(count(), ids.size()));
        return RankingMetrics.of(order, query.grades());
    }
}
