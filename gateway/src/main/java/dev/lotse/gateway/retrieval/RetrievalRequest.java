package dev.lotse.gateway.retrieval;

import dev.lotse.ranking.fusion.FusionSpec;
import dev.lotse.ranking.text.TextQuery;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is asked.
 *
 * @param texts the lexical queries, one per language searched; empty for a purely semantic search
 * @param meaning gives the query's vector, waiting for it where it is still being computed: an engine asks once, as late as
 *     it can
 * @param fusion how both are combined; with only one of them its scores are used as they are
 * @param filter which pages may be offered
 * @param at pages that are not valid at this instant are left out
 * @param facets fields to count values of, over all pages that match
 * @param offset rank of the first page wanted, from 0
 * @param size how many pages are wanted, 0 to 1000
 * @param explain whether hits carry their score's parts
 */
public record RetrievalRequest(
        List<TextQuery> texts,
        Supplier<Meaning> meaning,
        FusionSpec fusion,
        Filter filter,
        Instant at,
        Set<FilterField> facets,
        int offset,
        int size,
        boolean explain) {
    public RetrievalRequest {
        texts = List.copyOf(texts);
        facets = Set.copyOf(facets);
        if (offset < 0 || size < 0 || size > 1000) {
            throw new IllegalArgumentException(
                    "offset " + offset + ", size " + size + "; allowed is offset from 0, size 0 to 1000");
        }
    }

    /** A request whose vector is there, in the order of the fusion. */
    public RetrievalRequest(
            List<TextQuery> texts,
            float @Nullable [] vector,
            FusionSpec fusion,
            Filter filter,
            Instant at,
            Set<FilterField> facets,
            int offset,
            int size,
            boolean explain) {
        this(texts, () -> new Meaning(vector, null), fusion, filter, at, facets, offset, size, explain);
        if (texts.isEmpty() && vector == null) {
            throw new IllegalArgumentException("a request needs a text or a vector");
        }
    }

    /** The same request for other pages. */
    public RetrievalRequest withFilter(Filter other) {
        return new RetrievalRequest(texts, meaning, fusion, other, at, facets, offset, size, explain);
    }

    /** The same request by words alone, without waiting for a vector. */
    public RetrievalRequest withoutMeaning() {
        return new RetrievalRequest(
                texts, () -> new Meaning(null, null), fusion, filter, at, facets, offset, size, explain);
    }

    /** The same request for other ranks. */
    public RetrievalRequest withSlice(int from, int count) {
        return new RetrievalRequest(texts, meaning, fusion, filter, at, facets, from, count, explain);
    }
}
