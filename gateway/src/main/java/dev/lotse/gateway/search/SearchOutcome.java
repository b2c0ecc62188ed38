package dev.lotse.gateway.search;

import dev.lotse.gateway.retrieval.RetrievalResult;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a search ended. */
public sealed interface SearchOutcome {

    /**
     * There is an answer.
     *
     * @param queryId identifies this search in events
     * @param lang the language the query was understood in
     * @param correctedQuery the query with likely misspellings mended, or null
     * @param result pages found
     * @param degraded steps that were left out although they were wanted
     * @param timings how long each step took
     * @param versions everything that changes ranking: {@code index}, {@code release}, {@code embedder}, {@code reranker}
     * @param reranking why results were reordered or not, for {@code explain}
     * @param tuning what synonyms and rules did
     */
    record Answered(
            String queryId,
            String lang,
            @Nullable String correctedQuery,
            RetrievalResult result,
            Set<Step> degraded,
            Map<Step, Duration> timings,
            Map<String, String> versions,
            String reranking,
            Tuning tuning)
            implements SearchOutcome {
        public Answered {
            degraded = Set.copyOf(degraded);
            timings = Map.copyOf(timings);
            versions = Map.copyOf(versions);
        }

        /** An answer in whose order no reranker and no rule had a part. */
        public Answered(
                String queryId,
                String lang,
                @Nullable String correctedQuery,
                RetrievalResult result,
                Set<Step> degraded,
                Map<Step, Duration> timings,
                Map<String, String> versions) {
            this(queryId, lang, correctedQuery, result, degraded, timings, versions, "", Tuning.NONE);
        }
    }

    /** No such site. */
    record UnknownSite(String site) implements SearchOutcome {}

    /** The request cannot be served as it is: {@code field} is not allowed because of {@code detail}. */
    record Invalid(String field, String detail) implements SearchOutcome {}

    /** No engine can answer now. */
    record Unavailable(String detail) implements SearchOutcome {}
}
