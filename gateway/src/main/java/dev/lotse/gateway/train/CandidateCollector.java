package dev.lotse.gateway.train;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.JudgementException;
import dev.lotse.gateway.rerank.Reranker;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import dev.lotse.ranking.rerank.Candidates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries through the pipeline that visitors use, and keeps the features of their candidates where the reranker would
 * score them. Used by one thread.
 */
public final class CandidateCollector {
    /** Long, so that what is collected does not depend on the speed of this machine. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final SearchService search;
    private final NanoClock clock;
    private final int depth;
    private float @Nullable [] rows;

    /**
     * @param pipelines makes a pipeline with the reranker that is given
     * @param depth candidates of a query, 2 to 100
     */
    public CandidateCollector(Function<Reranker, SearchService> pipelines, NanoClock clock, int depth) {
        this.clock = clock;
        this.depth = depth;
        this.search =
                pipelines.apply((site, lang, encoder) -> new Reranker.Choice.Use("collecting", depth, this::keep));
    }

    private float[] keep(Candidates candidates) {
        rows = candidates.rows().clone();
        // The order of the fusion, so that hits and rows are in the same order.
        float[] scores = new float[candidates.count()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = -i;
        }
        return scores;
    }

    /**
     * The candidates of each query; those without at least two are left out.
     *
     * @param progress is told the number of queries done
     * @throws JudgementException when the site cannot be searched
     */
    public List<CandidateList> collect(String site, List<TrainingQuery> queries, IntConsumer progress) {
        List<CandidateList> lists = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            collect(site, queries.get(i)).ifPresent(lists::add);
            progress.accept(i + 1);
        }
        return lists;
    }

    private Optional<CandidateList> collect(String site, TrainingQuery query) {
        rows = null;
        SearchRequest request = new SearchRequest(
                site,
                query.text(),
                0,
                depth,
                query.lang(),
                new Filter.All(),
                Set.of(),
                SearchMode.HYBRID,
                true,
                null,
                null,
                false);
        return switch (search.search(request, Deadline.in(TIMEOUT, clock))) {
            case SearchOutcome.Answered answer -> {
                if (!answer.degraded().isEmpty()) {
                    throw new JudgementException(
                            "the search for '" + query.text() + "' was degraded: " + answer.reranking());
                }
                float[] kept = rows;
                yield kept == null
                        ? Optional.empty()
                        : Optional.of(new CandidateList(
                                query,
                                answer.result().hits().stream()
                                        .map(hit -> hit.page().objectId())
                                        .toList(),
                                kept));
            }
            case SearchOutcome.UnknownSite(String name) ->
                throw new JudgementException("there is no site '" + name + "'");
            case SearchOutcome.Invalid(String field, String detail) -> Optional.empty();
            case SearchOutcome.Unavailable(String detail) ->
                throw new JudgementException("the search for '" + query.text() + "' failed: " + detail);
        };
    }
}
