package dev.lotse.gateway.rerank;

import dev.lotse.models.ModelException;
import dev.lotse.models.PairScorer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A cross-encoder of this machine. It takes as many texts as the time allows, the most promising first, so the depth follows
 * the load. Thread-safe.
 */
public final class CrossEncoderScorer implements TextScorer {
    private final Supplier<PairScorer> scorer;

    /** @param scorer gives the model; throws {@link ModelException} where there is none */
    public CrossEncoderScorer(Supplier<PairScorer> scorer) {
        this.scorer = scorer;
    }

    @Override
    public Scored score(Query query, List<String> texts, Duration limit) {
        float[] scores;
        try {
            scores = scorer.get().score(query.text(), texts, limit);
        } catch (ModelException e) {
            return new Scored.None(String.valueOf(e.getMessage()));
        }
        if (scores.length == 0) {
            return new Scored.None("no pair was scored before the deadline");
        }
        double[] values = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            if (!Float.isFinite(scores[i])) {
                return new Scored.None("the cross-encoder gave a score that is no number");
            }
            values[i] = scores[i];
        }
        return new Scored.Some(values);
    }
}
