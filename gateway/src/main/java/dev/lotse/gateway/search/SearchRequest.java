package dev.lotse.gateway.search;

import dev.lotse.gateway.device.DeviceClass;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A validated search.
 *
 * @param site the site searched
 * @param query what the visitor typed, normalised (NFC, no control characters, trimmed), at most {@value #MAX_QUERY} characters;
 *     empty only where a vector is given or the site is browsed by filter
 * @param page page of results, from 0
 * @param hitsPerPage 1 to {@value #MAX_HITS_PER_PAGE}
 * @param lang BCP 47 tag of the query, or null to detect it
 * @param filter which pages may be offered
 * @param facets fields to count
 * @param mode by words, by meaning, or both
 * @param rerank whether a reranker may run
 * @param vector a query vector made by the client, or null
 * @param vectorModel the model of that vector, or null
 * @param explain whether hits carry their score's parts
 * @param device what the visitor searches with; rules may ask
 */
public record SearchRequest(
        String site,
        String query,
        int page,
        int hitsPerPage,
        @Nullable String lang,
        Filter filter,
        Set<FilterField> facets,
        SearchMode mode,
        boolean rerank,
        float @Nullable [] vector,
        @Nullable String vectorModel,
        boolean explain,
        DeviceClass device) {

    /** Longest query in UTF-16 code units. */
    public static final int MAX_QUERY = 512;

    /** Most hits on a page of results. */
    public static final int MAX_HITS_PER_PAGE = 100;

    /** Deepest rank that can be asked for. */
    public static final int MAX_DEPTH = 10_000;

    public SearchRequest {
        facets = Set.copyOf(facets);
    }

    /** A search with a device that nothing is known of. */
    public SearchRequest(
            String site,
            String query,
            int page,
            int hitsPerPage,
            @Nullable String lang,
            Filter filter,
            Set<FilterField> facets,
            SearchMode mode,
            boolean rerank,
            float @Nullable [] vector,
            @Nullable String vectorModel,
            boolean explain) {
        this(
                site,
                query,
                page,
                hitsPerPage,
                lang,
                filter,
                facets,
                mode,
                rerank,
                vector,
                vectorModel,
                explain,
                DeviceClass.UNKNOWN);
    }

    /** The same search on a device. */
    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    public SearchRequest on(DeviceClass other) {
        return new SearchRequest(
                site,
                query,
                page,
                hitsPerPage,
                lang,
                filter,
                facets,
                mode,
                rerank,
                vector,
                vectorModel,
                explain,
                other);
    }
}
