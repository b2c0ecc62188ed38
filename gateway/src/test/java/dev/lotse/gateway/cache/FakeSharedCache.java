package dev.lotse.gateway.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that several caches of a test share, and that can be switched off. */
final class FakeSharedCache implements SharedCache {
    final Map<CacheKey, Entry> entries = new ConcurrentHashMap<>();
    final Map<CacheKey, String> locks = new ConcurrentHashMap<>();
    final Map<String, String> tokens = new ConcurrentHashMap<>();
    final AtomicInteger calls = new AtomicInteger();
    volatile boolean away;

    @Override
    public Found get(CacheKey key, Duration atMost) {
        calls.incrementAndGet();
        return away ? Found.AWAY : new Found(Optional.ofNullable(entries.get(key)), true);
    }

    @Override
    public Lock lock(CacheKey key, Duration atMost) {
        calls.incrementAndGet();
        if (away) {
            return Lock.AWAY;
        }
        return locks.putIfAbsent(key, "ours") == null ? new Lock(Lock.State.OURS, "ours") : Lock.TAKEN;
    }

    @Override
    public Waiting look(CacheKey key, Duration atMost) {
        calls.incrementAndGet();
        return away ? Waiting.GIVEN_UP : new Waiting(Optional.ofNullable(entries.get(key)), locks.containsKey(key));
    }

    @Override
    public void store(CacheKey key, Entry entry, Lock lock) {
        entries.put(key, entry);
        unlock(key, lock);
    }

    @Override
    public void unlock(CacheKey key, Lock lock) {
        if (lock.state() == Lock.State.OURS) {
            locks.remove(key);
        }
    }

    @Override
    public Optional<Map<String, String>> epochs(Collection<String> sites, Duration atMost) {
        return away ? Optional.empty() : Optional.of(new HashMap<>(tokens));
    }

    @Override
    public boolean publishEpoch(String site, String token, Duration atMost) {
        if (!away) {
            tokens.put(site, token);
        }
        return !away;
    }
}
