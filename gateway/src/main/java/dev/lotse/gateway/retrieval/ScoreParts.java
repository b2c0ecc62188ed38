package dev.lotse.gateway.retrieval;

import org.jspecify.annotations.Nullable;

/**
 * Where a hit's score comes from.
 *
 * @param lexicalRank rank in the lexical list from 1, or null where it is not in the window
 * @param lexicalScore BM25 score, or null
 * @param denseRank rank in the dense list from 1, or null
 * @param denseScore cosine of the best passage, or null
 * @param lexicalDetails the engine's own account of the lexical score, or null
 */
public record ScoreParts(
        @Nullable Integer lexicalRank,
        @Nullable Float lexicalScore,
        @Nullable Integer denseRank,
        @Nullable Float denseScore,
        @Nullable String lexicalDetails) {}
