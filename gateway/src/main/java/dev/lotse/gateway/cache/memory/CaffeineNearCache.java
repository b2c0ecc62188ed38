package dev.lotse.gateway.cache.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.lotse.gateway.cache.CacheKey;
import dev.lotse.gateway.cache.Entry;
import dev.lotse.gateway.cache.NearCache;
import dev.lotse.gateway.deadline.NanoClock;
import org.jspecify.annotations.Nullable;

/** Caffeine, bounded by bytes: what is asked often stays (W-TinyLFU). Thread-safe. */
public final class CaffeineNearCache implements NearCache {
    private final Cache<CacheKey, Entry> entries;

    /**
     * @param maxSize most bytes, estimated
     * @param clock the clock that entries are born on
     */
    public CaffeineNearCache(long maxSize, NanoClock clock) {
        entries = Caffeine.newBuilder()
                .maximumWeight(maxSize)
                .weigher((CacheKey key, Entry entry) -> entry.weight())
                .ticker(clock::nanos)
                .expireAfter(new UntilTooOld())
                // Maintenance is short; a pool of its own would cost more than it saves.
                .executor(Runnable::run)
                .build();
    }

    @Override
    public @Nullable Entry get(CacheKey key) {
        return entries.getIfPresent(key);
    }

    @Override
    public void put(CacheKey key, Entry entry) {
        entries.put(key, entry);
    }

    @Override
    public int purge(String site) {
        int[] dropped = {0};
        entries.asMap().keySet().removeIf(key -> {
            boolean gone = key.site().equals(site);
            dropped[0] += gone ? 1 : 0;
            return gone;
        });
        return dropped[0];
    }

    @Override
    public long entries() {
        return entries.estimatedSize();
    }

    @Override
    public long bytes() {
        return entries.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** Times are nanoseconds from now, as Caffeine wants them. An entry from the shared level may be old already. */
    private static final class UntilTooOld implements Expiry<CacheKey, Entry> {
        @Override
        public long expireAfterCreate(CacheKey key, Entry entry, long nowNanos) {
            return Math.max(0, entry.lifetime().total().toNanos() - (nowNanos - entry.bornNanos()));
        }

        @Override
        public long expireAfterUpdate(CacheKey key, Entry entry, long nowNanos, long currentDuration) {
            return expireAfterCreate(key, entry, nowNanos);
        }

        @Override
        public long expireAfterRead(CacheKey key, Entry entry, long nowNanos, long currentDuration) {
            return currentDuration;
        }
    }
}
