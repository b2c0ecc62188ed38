package dev.lotse.gateway.search;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.Suggestion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Search and suggestions for visitors. Thread-safe. */
public interface SearchService {

    /** Runs the pipeline; never throws for anything a visitor or a part of the system can cause. */
    SearchOutcome search(SearchRequest request, Deadline deadline);

    /**
     * Everything that decides what a site's searches answer now: the state of the index, models, rules and settings. Answers to equal
     * requests under equal fingerprints are equal, but for what depends on the time of day. It is cheap.
     *
     * @throws dev.lotse.gateway.retrieval.UnknownSiteException when the site is unknown
     * @throws dev.lotse.gateway.retrieval.EngineException when the engine cannot answer
     */
    String fingerprint(String site);

    /** Whether a rule of the site asks what its visitors search with. It is cheap. */
    default boolean dependsOnDevice(String site) {
        return false;
    }

    /**
     * Completes what the visitor has typed.
     *
     * @throws dev.lotse.gateway.retrieval.UnknownSiteException when the site is unknown
     * @throws dev.lotse.gateway.retrieval.EngineException when the engine cannot answer
     */
    List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline);
}
