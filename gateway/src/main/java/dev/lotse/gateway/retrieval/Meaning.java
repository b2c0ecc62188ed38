package dev.lotse.gateway.retrieval;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a query beyond its words. With neither part the search goes by words alone.
 *
 * @param vector the unit query vector, or null
 * @param ranker reorders the best candidates, or null
 */
public record Meaning(float @Nullable [] vector, @Nullable CandidateRanker ranker) {
    /** A search by words alone, in the order of the lexical list. */
    public static final Meaning NONE = new Meaning(null, null);
}
