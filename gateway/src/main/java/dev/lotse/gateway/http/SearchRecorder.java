package dev.lotse.gateway.http;

import dev.lotse.gateway.analytics.Event;
import dev.lotse.gateway.analytics.EventIntake;
import dev.lotse.gateway.analytics.QueryCleaner;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.search.SearchRequest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts searches: the first page of what people ask, without a filter that they chose afterwards and without robots. What a cached
 * response holds is remembered from when it was made. Thread-safe.
 */
public final class SearchRecorder implements SearchListener {
    private static final int REMEMBERED = 20_000;
    private static final Found UNKNOWN = new Found("und", 1);

    private final EventIntake intake;
    private final QueryCleaner cleaner;
    private final InstantSource clock;
    private final Map<String, Found> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Found> eldest) {
            return size() > REMEMBERED;
        }
    };

    public SearchRecorder(EventIntake intake, QueryCleaner cleaner, InstantSource clock) {
        this.intake = intake;
        this.cleaner = cleaner;
        this.clock = clock;
    }

    @Override
    public void searched(SearchRequest request, RequestScope scope, String queryId, @Nullable Found found) {
        boolean first = request.page() == 0 && request.filter() instanceof Filter.All;
        if (!first || request.query().isBlank() || scope.isRobot()) {
            return;
        }
        String key = request.site() + "\n" + request.lang() + "\n" + request.mode() + "\n" + request.query();
        Found known = found;
        synchronized (remembered) {
            if (known == null) {
                known = remembered.getOrDefault(key, UNKNOWN);
            } else {
                remembered.put(key, known);
            }
        }
        intake.searched(new Event.Searched(
                request.site(),
                clock.instant(),
                queryId,
                known.lang(),
                cleaner.clean(request.query()),
                known.hits(),
                scope.device()));
    }
}
