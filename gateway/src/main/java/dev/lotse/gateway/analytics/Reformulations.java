package dev.lotse.gateway.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sees that a visitor asked again in other words and chose a result then. Only of visitors who consented; what it knows of each is
 * the last query, for minutes, in memory. Thread-safe.
 */
public final class Reformulations {
    private static final int MOST_CLIENTS = 10_000;
    private static final String UNKNOWN = "und";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Map<String, Asked> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    /** @param before the query before this one, empty where there is none that was left without a click */
    private record Asked(String query, String before, Instant at) {}

    /** The visitor asked. */
    public synchronized void asked(String site, String client, String query, Instant at) {
        String key = site + "\n" + client;
        Asked last = clients.get(key);
        String before = "";
        if (last != null && Duration.between(last.at(), at).compareTo(PATIENCE) < 0) {
            before = last.query().equals(query) ? last.before() : last.query();
        }
        clients.put(key, new Asked(query, before, at));
    }

    /** The visitor chose a result. */
    public synchronized Optional<Event.Reformulated> clicked(String site, String client, Instant at) {
        Asked last = clients.remove(site + "\n" + client);
        if (last == null
                || last.before().isEmpty()
                || Duration.between(last.at(), at).compareTo(PATIENCE) >= 0) {
            return Optional.empty();
        }
        return Optional.of(new Event.Reformulated(site, at, UNKNOWN, last.before(), last.query()));
    }
}
