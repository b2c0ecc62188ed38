package dev.lotse.gateway.retrieval;

import java.util.List;
import java.util.Map;

/**
 * What the engine answers.
 *
 * @param hits pages by falling score, each at most once
 * @param total number of pages that match
 * @param facets count by value, for each field asked for
 * @param reranking what became of the request's {@link CandidateRanker}
 * @param version the index version that answered, see {@link SiteStatus#version()}
 * @param fromSnapshot whether a local snapshot answered because the engine could not; it may be older than the index
 */
public record RetrievalResult(
        List<PageHit> hits,
        long total,
        Map<FilterField, Map<String, Long>> facets,
        Reranking reranking,
        String version,
        boolean fromSnapshot) {
    public RetrievalResult {
        hits = List.copyOf(hits);
        facets = Map.copyOf(facets);
    }

    /** A result of the engine itself. */
    public RetrievalResult(
            List<PageHit> hits,
            long total,
            Map<FilterField, Map<String, Long>> facets,
            Reranking reranking,
            String version) {
        this(hits, total, facets, reranking, version, false);
    }

    /** A result that no ranker had a part in. */
    public RetrievalResult(List<PageHit> hits, long total, Map<FilterField, Map<String, Long>> facets, String version) {
        this(hits, total, facets, new Reranking.None(), version);
    }

    /** The same answer, given by the snapshot of an index of this version. */
    public RetrievalResult asSnapshotOf(String indexVersion) {
        return new RetrievalResult(hits, total, facets, reranking, indexVersion, true);
    }

    /** The same answer with other hits and counts. */
    public RetrievalResult withHits(List<PageHit> others, long count, Map<FilterField, Map<String, Long>> counts) {
        return new RetrievalResult(others, count, counts, reranking, version, fromSnapshot);
    }

    /** The same answer after another ranker. */
    public RetrievalResult withReranking(Reranking other) {
        return new RetrievalResult(hits, total, facets, other, version, fromSnapshot);
    }

    /** What became of a {@link CandidateRanker}. */
    public sealed interface Reranking {
        /** There was none, or the engine has no features. */
        record None() implements Reranking {}

        /** The order was changed, or found right; {@code candidates} were scored. */
        record Done(int candidates) implements Reranking {}

        /** There was nothing to order: no candidate or one. */
        record Needless() implements Reranking {}

        /** The order is that of the fusion because of {@code reason}, which is fit for an operator. */
        record Failed(String reason) implements Reranking {}
    }
}
