package dev.lotse.gateway.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sees that a visitor asked again in other words and chose a result then. Only of visitors who consented; what it knows of each is
 * the last queries, for minutes, in memory. Thread-safe.
 */
public final class Reformulations {
    private static final int MOST_CLIENTS = 10_000;

    /** Queries in a row that are remembered of a visitor. */
    private static final int LONGEST = 5;

    private static final String UNKNOWN = "und";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Map<String, Asked> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    /** @param queries in a row that were left without a click, the last one last */
    private record Asked(List<String> queries, Instant at) {}

    /** The visitor asked. */
    public synchronized void asked(String site, String client, String query, Instant at) {
        String key = site + "\n" + client;
        Asked last = clients.get(key);
        List<String> queries = new ArrayList<>();
        if (last != null && Duration.between(last.at(), at).compareTo(PATIENCE) < 0) {
            queries.addAll(last.queries());
        }
        if (queries.isEmpty() || !queries.getLast().equals(query)) {
            queries.add(query);
        }
        int from = Math.max(0, queries.size() - LONGEST);
        clients.put(key, new Asked(List.copyOf(queries.subList(from, queries.size())), at));
    }

    /** The visitor chose a result: what was asked in a row before, whole and as its last step; empty where it was the first query. */
    public synchronized List<Event> clicked(String site, String client, Instant at) {
        Asked last = clients.remove(site + "\n" + client);
        if (last == null
                || last.queries().size() < 2
                || Duration.between(last.at(), at).compareTo(PATIENCE) >= 0) {
            return List.of();
        }
        List<String> queries = last.queries();
        return List.of(
                new Event.Reformulated(site, at, UNKNOWN, queries.get(queries.size() - 2), queries.getLast()),
                new Event.Chained(site, at, queries));
    }
}
