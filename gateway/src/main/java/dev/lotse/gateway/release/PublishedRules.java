package dev.lotse.gateway.release;

import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.RuleSet;
import dev.lotse.gateway.rules.RuleSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases in force, compiled. A search takes what is there when it begins; a new release is compiled beside it and then
 * takes its place at once, so that no search waits and none sees half of it. Thread-safe.
 */
public final class PublishedRules implements RuleSource {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedRules.class);

    private final ReleaseStore store;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile Map<String, Loaded> sites = Map.of();

    /** Whether the last look failed: an outage is told once, not every second. */
    private boolean failing;

    /** The number of the release that could not be loaded, by site: it is told once, too. */
    private final Map<String, Integer> refused = new HashMap<>();

    private record Loaded(int number, CompiledRules rules) {}

    public PublishedRules(ReleaseStore store) {
        this.store = store;
    }

    @Override
    public CompiledRules of(String site) {
        Loaded loaded = sites.get(site);
        return loaded == null ? CompiledRules.NONE : loaded.rules();
    }

    /** Takes up what was published, here or by another process. Where that fails, what is there stays. */
    public void refresh() {
        refreshing.lock();
        try {
            Map<String, Loaded> next = new HashMap<>(sites);
            store.latest().forEach((site, number) -> {
                Loaded loaded = next.get(site);
                if (number > 0 && (loaded == null || loaded.number() != number)) {
                    load(site, number, next);
                }
            });
            sites = Map.copyOf(next);
            failing = false;
        } catch (StoreException e) {
            if (!failing) {
                LOG.warn("releases of synonyms and rules stay as they are: {}", e.getMessage());
            }
            failing = true;
        } finally {
            refreshing.unlock();
        }
    }

    private void load(String site, int number, Map<String, Loaded> next) {
        try {
            CompiledRules rules = store.read(site, reader -> {
                String version = reader.release(number).map(Release::version).orElse("none");
                return CompiledRules.compile(version, reader.content(number).orElse(RuleSet.EMPTY));
            });
            next.put(site, new Loaded(number, rules));
            LOG.info("site '{}' has release {} of synonyms and rules", site, rules.version());
        } catch (IllegalArgumentException | StoreException e) {
            // Such as one that a newer version wrote: the other sites must not wait for it.
            if (Objects.equals(refused.put(site, number), number)) {
                return;
            }
            LOG.error("release {} of site '{}' cannot be used, the one before stays: {}", number, site, e.getMessage());
        }
    }

    /** The sites that have a release. */
    public Set<String> sites() {
        return sites.keySet();
    }
}
