package dev.lotse.gateway.search;

import dev.lotse.gateway.rerank.ModelRanker;
import dev.lotse.gateway.rerank.Reranker;
import dev.lotse.gateway.retrieval.RetrievalResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of reranking in one search.
 *
 * @param degraded whether it was wanted and could not be done
 * @param version of the model that made the order, or empty
 * @param explanation why, in words
 */
record RerankOutcome(boolean degraded, Optional<String> version, String explanation) {

    /** @param ranker what ran, or null where nothing could */
    static RerankOutcome of(Reranker.Choice choice, @Nullable ModelRanker ranker, RetrievalResult.Reranking reranking) {
        return switch (choice) {
            case Reranker.Choice.Skip(String reason) -> left(reason);
            case Reranker.Choice.Broken(String reason) -> failed(reason);
            case Reranker.Choice.Use use when ranker == null -> failed("the query could not be encoded");
            case Reranker.Choice.Use use -> ran(use.version(), ranker.problem(), reranking);
            case Reranker.Choice.Texts texts -> ran(texts.version(), null, reranking);
        };
    }

    private static RerankOutcome ran(String version, @Nullable String problem, RetrievalResult.Reranking reranking) {
        return switch (reranking) {
            case RetrievalResult.Reranking.Done(int candidates) ->
                new RerankOutcome(
                        false,
                        Optional.of(version),
                        candidates + " candidates were ordered by the reranker " + version);
            case RetrievalResult.Reranking.Needless needless -> left("fewer than two candidates");
            // Nothing failed that a second search would bring back: such an answer is whole, and kept by caches.
            case RetrievalResult.Reranking.None none -> left("the engine has no features for a reranker");
            case RetrievalResult.Reranking.Failed(String reason) -> failed(problem == null ? reason : problem);
        };
    }

    private static RerankOutcome left(String reason) {
        return new RerankOutcome(false, Optional.empty(), reason);
    }

    private static RerankOutcome failed(String reason) {
        return new RerankOutcome(true, Optional.empty(), reason);
    }
}
