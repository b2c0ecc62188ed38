package dev.lotse.gateway.analytics;

import dev.lotse.gateway.device.DeviceClass;
import java.time.Instant;
import java.util.List;
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
    record Searched(String site, Instant at, String queryId, String lang, String query, long hits, DeviceClass device)
            implements Event {
        /** From a device that nothing is known of. */
        public Searched(String site, Instant at, String queryId, String lang, String query, long hits) {
            this(site, at, queryId, lang, query, hits, DeviceClass.UNKNOWN);
        }
    }

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

    /**
     * A visitor who consented asked several times in other words, and chose a result then.
     *
     * @param queries in their order; at least two
     */
    record Chained(String site, Instant at, List<String> queries) implements Event {
        public Chained {
            queries = List.copyOf(queries);
        }
    }

    /**
     * A question was answered, or refused because the pages have no answer.
     *
     * @param question as cleaned; empty where nothing was left
     */
    record Asked(String site, Instant at, String lang, String question, boolean refused) implements Event {}

    /**
     * A visitor said whether an answer helped.
     *
     * @param question that it was an answer to; empty where that is not known
     * @param helpful 1, or -1 where it is taken back, or 0
     * @param unhelpful the same
     */
    record Voted(String site, Instant at, String lang, String question, int helpful, int unhelpful) implements Event {}
}
