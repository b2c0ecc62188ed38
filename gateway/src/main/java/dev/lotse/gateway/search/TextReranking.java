package dev.lotse.gateway.search;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.rerank.Reranker;
import dev.lotse.gateway.rerank.TextScorer;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.RetrievalResult.Reranking;
import dev.lotse.gateway.retrieval.SearchEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Retrieval whose best pages a model reorders that reads title and best passage of each: the same on every engine. The window does
 * not depend on the page asked for, so that going deeper repeats and skips nothing as long as the model has time for all of it. Used
 * by one thread, for one search.
 */
final class TextReranking implements RuledRetrieval.Ranks {
    /** What writing the response still needs after the model. */
    private static final Duration RESERVE = Duration.ofMillis(10);

    private static final int MOST_PAGES = 1000;

    private final SearchEngine engine;
    private final Reranker.Choice.Texts model;
    private final TextScorer.Query query;
    private final NanoClock clock;
    private long nanos;

    TextReranking(SearchEngine engine, Reranker.Choice.Texts model, TextScorer.Query query, NanoClock clock) {
        this.engine = engine;
        this.model = model;
        this.query = query;
        this.clock = clock;
    }

    /** How long the model took. */
    Duration took() {
        return Duration.ofNanos(nanos);
    }

    @Override
    public RetrievalResult search(String site, RetrievalRequest request, Deadline deadline) {
        if (request.offset() >= model.depth() || request.size() == 0) {
            return engine.search(site, request, deadline).withReranking(new Reranking.Needless());
        }
        int end = Math.min(MOST_PAGES, Math.max(model.depth(), request.offset() + request.size()));
        RetrievalResult found = engine.search(site, request.withSlice(0, end), deadline);
        int candidates = Math.min(model.depth(), found.hits().size());
        if (candidates < 2) {
            return slice(found, found.hits(), request).withReranking(new Reranking.Needless());
        }
        Duration limit = deadline.remaining().minus(RESERVE);
        if (!limit.isPositive()) {
            return slice(found, found.hits(), request)
                    .withReranking(new Reranking.Failed("no time was left before the deadline"));
        }
        List<String> texts = found.hits().subList(0, candidates).stream()
                .map(TextReranking::text)
                .toList();
        long start = clock.nanos();
        TextScorer.Scored scored = model.scorer().score(query, texts, limit);
        nanos += clock.nanos() - start;
        return switch (scored) {
            case TextScorer.Scored.None(String reason) ->
                slice(found, found.hits(), request).withReranking(new Reranking.Failed(reason));
            case TextScorer.Scored.Some(double[] values) ->
                slice(found, ordered(found.hits(), values), request).withReranking(new Reranking.Done(values.length));
        };
    }

    private static String text(PageHit hit) {
        return hit.page().title() + "\n" + hit.passage().text();
    }

    /** The model decides who stands where; the scores stay those of the ranks, so that they go on falling behind them. */
    private static List<PageHit> ordered(List<PageHit> hits, double[] values) {
        List<Integer> order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
                .toList();
        List<PageHit> ordered = new ArrayList<>(hits.size());
        for (int rank = 0; rank < order.size(); rank++) {
            ordered.add(hits.get(order.get(rank)).withScore(hits.get(rank).score()));
        }
        ordered.addAll(hits.subList(values.length, hits.size()));
        return ordered;
    }

    private static RetrievalResult slice(RetrievalResult found, List<PageHit> hits, RetrievalRequest request) {
        int from = Math.min(request.offset(), hits.size());
        int to = Math.min(request.offset() + request.size(), hits.size());
        return found.withHits(hits.subList(from, to), found.total(), found.facets());
    }
}
