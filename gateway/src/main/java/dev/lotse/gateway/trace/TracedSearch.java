package dev.lotse.gateway.trace;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.Suggestion;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A search service whose searches are recorded. Thread-safe. */
public final class TracedSearch implements SearchService {
    private final SearchService search;
    private final Traces traces;
    private final NanoClock clock;

    public TracedSearch(SearchService search, Traces traces, NanoClock clock) {
        this.search = search;
        this.traces = traces;
        this.clock = clock;
    }

    @Override
    public SearchOutcome search(SearchRequest request, Deadline deadline) {
        long start = clock.nanos();
        SearchOutcome outcome = search.search(request, deadline);
        traces.searched(request.site(), outcome, clock.nanos() - start);
        return outcome;
    }

    @Override
    public String fingerprint(String site) {
        return search.fingerprint(site);
    }

    @Override
    public List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline) {
        return search.suggest(site, prefix, lang, limit, deadline);
    }
}
