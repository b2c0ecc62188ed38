package dev.lotse.gateway.cache;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A token for each site that is part of all its keys. A purge changes it, so that nothing stored before can be found again, on any
 * gateway, without looking for it. Thread-safe.
 */
final class Epochs {
    private static final String NEVER_PURGED = "";

    private final SharedCache shared;
    private final RandomGenerator random;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Set<String> unpublished = ConcurrentHashMap.newKeySet();

    Epochs(SharedCache shared, RandomGenerator random) {
        this.shared = shared;
        this.random = random;
    }

    /** The site's token; empty before its first purge. */
    String of(String site) {
        return tokens.getOrDefault(site, NEVER_PURGED);
    }

    /**
     * Changes the token here at once, and tells the other gateways.
     *
     * @return whether they can know; else {@link #synchronise} goes on trying
     */
    boolean change(String site, Duration atMost) {
        unpublished.add(site);
        tokens.put(site, Long.toHexString(random.nextLong()));
        return publish(site, atMost);
    }

    /** Takes over the purges of other gateways and tells them of this one's; to be called every second or so. */
    Set<String> synchronise(List<String> sites, Duration atMost) {
        for (String site : Set.copyOf(unpublished)) {
            if (!publish(site, atMost)) {
                return Set.of();
            }
        }
        Optional<Map<String, String>> published = sites.isEmpty() ? Optional.empty() : shared.epochs(sites, atMost);
        Set<String> changed = new HashSet<>();
        published.ifPresent(all -> {
            for (String site : sites) {
                String theirs = all.get(site);
                String ours = tokens.get(site);
                if (theirs != null && !theirs.equals(ours) && !unpublished.contains(site)) {
                    tokens.put(site, theirs);
                    changed.add(site);
                } else if (theirs == null && ours != null) {
                    // The store was emptied or short of memory; without the token old entries could come back.
                    publish(site, atMost);
                }
            }
        });
        return changed;
    }

    private boolean publish(String site, Duration atMost) {
        String token = of(site);
        boolean done = shared.publishEpoch(site, token, atMost);
        if (done && token.equals(of(site))) {
            unpublished.remove(site);
        }
        return done;
    }
}
