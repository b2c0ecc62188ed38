package dev.lotse.gateway.http;

import dev.lotse.gateway.search.SearchRequest;
import org.jspecify.annotations.Nullable;

/** Is told of every search of a visitor that was answered. Thread-safe and quick. */
@FunctionalInterface
public interface SearchListener {
    /** Nobody listens. */
    SearchListener NONE = (request, scope, queryId, found) -> {};

    /**
     * A search was answered.
     *
     * @param queryId as the response names it
     * @param found what was found, or null where the response came from a cache
     */
    void searched(SearchRequest request, RequestScope scope, String queryId, @Nullable Found found);

    /**
     * What was found.
     *
     * @param lang the language the query was understood in
     * @param hits number of pages
     */
    record Found(String lang, long hits) {}
}
