package dev.lotse.gateway.analytics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that a visitor did. Holds nothing that tells who. */
public sealed interface Event {
    /** Longest query that is kept, in UTF-16 code units. */
    int MAX_QUERY = 200;

    /** The site. */
    String site();

    /** When. */
    Instant at();

    /**
     * A search was answered.
     *
     * @param queryId as the response names it
     * @param query in lower case, without personal data; empty where nothing was left
     * @param hits number of pages found
     */
    record Searched(String site, Instant at, String queryId, String lang, String query, long hits) implements Event {}

    /**
     * A result was chosen.
     *
     * @param queryId of the search that it was a result of
     * @param query the query as the client knows it, or null; of use only where the search is not known
     * @param position its place from 1, or null
     */
    record Clicked(
            String site,
            Instant at,
            String queryId,
            @Nullable String query,
            @Nullable Integer position) implements Event {}

    /**
     * A visitor who consented asked again in other words, and chose a result then.
     *
     * @param lang of the queries, or {@code und} where it is not known
     * @param first what was asked before
     * @param next what was asked then
     */
    record Reformulated(String site, Instant at, String lang, String first, String next) implements Event {}
}
