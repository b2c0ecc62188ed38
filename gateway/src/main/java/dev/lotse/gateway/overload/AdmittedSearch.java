package dev.lotse.gateway.overload;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.Suggestion;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Visitors' searches and suggestions, each in its turn. Thread-safe. */
public final class AdmittedSearch implements SearchService {
    private final SearchService search;
    private final Admission admission;

    public AdmittedSearch(SearchService search, Admission admission) {
        this.search = search;
        this.admission = admission;
    }

    @Override
    public SearchOutcome search(SearchRequest request, Deadline deadline) {
        try {
            // Suggestions and answers take other times, which say nothing about congestion.
            return admission.run(
                    Priority.SEARCH,
                    deadline,
                    () -> search.search(request, deadline),
                    SearchOutcome.Answered.class::isInstance);
        } catch (OverloadException e) {
            return new SearchOutcome.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String fingerprint(String site) {
        return search.fingerprint(site);
    }

    @Override
    public boolean dependsOnDevice(String site) {
        return search.dependsOnDevice(site);
    }

    /**
     * {@inheritDoc}
     *
     * @throws OverloadException when its turn did not come in time
     */
    @Override
    public List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline) {
        return admission.run(Priority.SUGGEST, deadline, () -> search.suggest(site, prefix, lang, limit, deadline));
    }
}
