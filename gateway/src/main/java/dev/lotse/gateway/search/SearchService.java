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
     * Completes what the visitor has typed.
     *
     * @throws dev.lotse.gateway.retrieval.UnknownSiteException when the site is unknown
     * @throws dev.lotse.gateway.retrieval.EngineException when the engine cannot answer
     */
    List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline);
}
