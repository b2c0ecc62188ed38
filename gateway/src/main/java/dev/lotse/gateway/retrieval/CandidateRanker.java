package dev.lotse.gateway.retrieval;

import dev.lotse.ranking.late.QueryTokens;
import dev.lotse.ranking.rerank.Candidates;
import org.jspecify.annotations.Nullable;

/**
 * Reorders the best candidates of one search by their features. An engine that has features calls it once, between fusion
 * and reading the hits; one that has none leaves it alone. Features that an engine does not know stay missing.
 *
 * <p>Made for one search and used by one thread.
 */
public interface CandidateRanker {

    /** How many candidates of the fused list are reordered, 2 to 200; it does not depend on the page asked for. */
    int depth();

    /** The token vectors of the query, or null where there are none. */
    @Nullable
    QueryTokens tokens();

    /**
     * Scores candidates.
     *
     * @return a finite score for each, higher is better, or null where the order is to stay
     */
    float @Nullable [] score(Candidates candidates);
}
