package dev.lotse.gateway.rerank;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.CandidateRanker;
import dev.lotse.models.ModelException;
import dev.lotse.ranking.late.QueryTokens;
import dev.lotse.ranking.rerank.Candidates;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs the chosen model for one search, and keeps why it could not. Used by one thread. */
public final class ModelRanker implements CandidateRanker {
    /** What reading the hits still needs after the model. */
    private static final Duration RESERVE = Duration.ofMillis(5);

    private final Reranker.Choice.Use model;
    private final @Nullable QueryTokens tokens;
    private final Deadline deadline;
    private @Nullable String problem;

    /** @param tokens the query's token vectors, or null where there are none */
    public ModelRanker(Reranker.Choice.Use model, @Nullable QueryTokens tokens, Deadline deadline) {
        this.model = model;
        this.tokens = tokens;
        this.deadline = deadline;
    }

    @Override
    public int depth() {
        return model.depth();
    }

    @Override
    public @Nullable QueryTokens tokens() {
        return tokens;
    }

    @Override
    public float @Nullable [] score(Candidates candidates) {
        if (!deadline.allows(RESERVE)) {
            problem = "no time was left before the deadline";
            return null;
        }
        float[] scores;
        try {
            scores = model.scorer().score(candidates);
        } catch (ModelException e) {
            problem = String.valueOf(e.getMessage());
            return null;
        }
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                problem = "the model " + model.version() + " gave a score that is no number";
                return null;
            }
        }
        if (scores.length != candidates.count()) {
            problem = "the model " + model.version() + " gave " + scores.length + " scores for " + candidates.count()
                    + " candidates";
            return null;
        }
        return scores;
    }

    /** Why there were no scores, or null where there were, or none were asked for. */
    public @Nullable String problem() {
        return problem;
    }
}
