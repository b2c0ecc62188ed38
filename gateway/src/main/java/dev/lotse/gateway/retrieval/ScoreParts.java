package dev.lotse.gateway.retrieval;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a hit's score comes from.
 *
 * @param lexicalRank rank in the lexical list from 1, or null where it is not in the window
 * @param lexicalScore BM25 score, or null
 * @param denseRank rank in the dense list from 1, or null
 * @param denseScore cosine of the best passage, or null
 * @param lexicalDetails the engine's own account of the lexical score, or null
 * @param rerank what the reranker saw and said, or null where the page was not among its candidates
 */
public record ScoreParts(
        @Nullable Integer lexicalRank,
        @Nullable Float lexicalScore,
        @Nullable Integer denseRank,
        @Nullable Float denseScore,
        @Nullable String lexicalDetails,
        @Nullable Rerank rerank) {

    /** A page that no reranker scored. */
    public ScoreParts(
            @Nullable Integer lexicalRank,
            @Nullable Float lexicalScore,
            @Nullable Integer denseRank,
            @Nullable Float denseScore,
            @Nullable String lexicalDetails) {
        this(lexicalRank, lexicalScore, denseRank, denseScore, lexicalDetails, null);
    }

    /**
     * A reranker's part.
     *
     * @param fusedRank rank before it, from 1
     * @param fusedScore score before it
     * @param score its score; only differences within one result mean something
     * @param features column name → value
     */
    public record Rerank(int fusedRank, double fusedScore, float score, Map<String, Float> features) {
        public Rerank {
            features = Map.copyOf(features);
        }
    }
}
