package dev.lotse.gateway.cache;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responses in two levels: this process, then a store that gateways share. One request makes a response and the others wait for
 * it, in this gateway and, for a short time, across gateways. A response that has become stale is served while a new one is made.
 *
 * <p>A key must hold everything that decides a response, versions included; then nothing ever needs to be invalidated. Errors and
 * responses of {@link Lifetime#NONE} are never kept. Thread-safe.
 */
public final class ResponseCache {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseCache.class);

    /** How often a response that another gateway makes is looked for. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private static final Duration PURGE_WAIT = Duration.ofMillis(500);

    private final CacheSettings settings;
    private final NearCache near;
    private final SharedCache shared;
    private final Executor background;
    private final NanoClock clock;
    private final LongConsumer pauseNanos;
    private final CacheObserver observer;
    private final Epochs epochs;
    private final Flights flights = new Flights();
    private final Set<CacheKey> refreshing = ConcurrentHashMap.newKeySet();
    private final Semaphore refreshes;

    /** How far a response may go. */
    public enum Reach {
        /** Not out of this process. */
        PROCESS,
        /** To all gateways. */
        GATEWAYS
    }

    /**
     * What a purge did.
     *
     * @param entries dropped in this process
     * @param everywhere whether every gateway will follow; false where the shared store cannot be reached now
     */
    public record Purge(int entries, boolean everywhere) {}

    /**
     * A cache.
     *
     * @param background runs refreshes; a virtual thread per task is right
     * @param pauseNanos waits that many nanoseconds; {@code LockSupport::parkNanos}
     */
    public ResponseCache(
            CacheSettings settings,
            NearCache near,
            SharedCache shared,
            Executor background,
            NanoClock clock,
            LongConsumer pauseNanos,
            RandomGenerator random,
            CacheObserver observer) {
        this.settings = settings;
        this.near = near;
        this.shared = shared;
        this.background = background;
        this.clock = clock;
        this.pauseNanos = pauseNanos;
        this.observer = observer;
        this.epochs = new Epochs(shared, random);
        this.refreshes = new Semaphore(settings.refreshes());
    }

    /** Whether anything is kept at all. */
    public boolean isEnabled() {
        return settings.enabled();
    }

    /** What is kept, and for how long. */
    public CacheSettings settings() {
        return settings;
    }

    /** The key of a response: the parts, and the site's purges. */
    public CacheKey key(String site, String... parts) {
        String[] all = new String[parts.length + 1];
        all[0] = epochs.of(site);
        System.arraycopy(parts, 0, all, 1, parts.length);
        return CacheKey.of(site, all);
    }

    /**
     * The response, from wherever it is had soonest.
     *
     * @param timeout the request's time in all; a refresh in the background gets the same
     * @param deadline when this request's answer is due
     * @throws RuntimeException what the loader throws
     */
    public Served get(CacheKey key, Reach reach, Duration timeout, Deadline deadline, Loader loader) {
        Entry entry = near.get(key);
        if (entry != null) {
            long now = clock.nanos();
            if (entry.isFresh(now)) {
                return new Served(entry, Served.Status.HIT, Served.Level.MEMORY);
            }
            if (entry.isUsable(now)) {
                refresh(key, reach, timeout, loader);
                return new Served(entry, Served.Status.STALE, Served.Level.MEMORY);
            }
        }
        return flights.fly(key, timeout, deadline, () -> make(key, reach, timeout, deadline, loader));
    }

    /** A fresh response that is kept, from either level; none is made. */
    public Optional<Entry> find(CacheKey key, Deadline deadline) {
        Entry entry = near.get(key);
        if (entry == null) {
            entry = shared.get(key, share(deadline)).entry().orElse(null);
        }
        return Optional.ofNullable(entry).filter(found -> found.isFresh(clock.nanos()));
    }

    /** Drops what is kept of a site, here at once and on the other gateways within about a second. */
    public Purge purge(String site) {
        boolean everywhere = epochs.change(site, PURGE_WAIT) || !shared.isShared();
        return new Purge(near.purge(site), everywhere);
    }

    /** Takes over purges of other gateways; to be called every second or so. */
    public void synchronise(List<String> sites) {
        epochs.synchronise(sites, PURGE_WAIT).forEach(near::purge);
    }

    private Served make(CacheKey key, Reach reach, Duration timeout, Deadline deadline, Loader loader) {
        if (reach == Reach.PROCESS) {
            return load(key, SharedCache.Lock.AWAY, deadline, loader, false);
        }
        SharedCache.Found answer = shared.get(key, share(deadline));
        if (!answer.reachable()) {
            return load(key, SharedCache.Lock.AWAY, deadline, loader, false);
        }
        long now = clock.nanos();
        Entry found = answer.entry().orElse(null);
        if (found != null && found.isUsable(now)) {
            near.put(key, found);
            if (found.isFresh(now)) {
                return new Served(found, Served.Status.HIT, Served.Level.SHARED);
            }
            refresh(key, reach, timeout, loader);
            return new Served(found, Served.Status.STALE, Served.Level.SHARED);
        }
        SharedCache.Lock lock = shared.lock(key, share(deadline));
        if (lock.state() == SharedCache.Lock.State.TAKEN) {
            Entry theirs = await(key, deadline);
            if (theirs != null) {
                near.put(key, theirs);
                return new Served(theirs, Served.Status.HIT, Served.Level.FLIGHT);
            }
        }
        return load(key, lock, deadline, loader, false);
    }

    private Served load(CacheKey key, SharedCache.Lock lock, Deadline deadline, Loader loader, boolean nobodyWaits) {
        boolean kept = false;
        try {
            Loader.Loaded loaded = loader.load(deadline, nobodyWaits);
            boolean fits = loaded.body().bytes().length <= settings.maxEntry();
            Entry entry = Entry.of(loaded.body(), fits ? loaded.lifetime() : Lifetime.NONE, clock.nanos());
            kept = entry.lifetime().total().isPositive();
            if (kept) {
                near.put(key, entry);
                if (lock.state() != SharedCache.Lock.State.AWAY) {
                    shared.store(key, entry, lock);
                }
            }
            return new Served(entry, Served.Status.MISS, Served.Level.NONE);
        } finally {
            if (!kept && lock.state() == SharedCache.Lock.State.OURS) {
                shared.unlock(key, lock);
            }
        }
    }

    /** The response that another gateway makes, or null where it does not come in time. */
    private @Nullable Entry await(CacheKey key, Deadline deadline) {
        Duration most = min(settings.lockWait(), share(deadline));
        long end = clock.nanos() + most.toNanos();
        while (clock.nanos() - end < 0) {
            pauseNanos.accept(LOOK_EVERY.toNanos());
            SharedCache.Waiting waiting = shared.look(key, share(deadline));
            Optional<Entry> entry = waiting.entry();
            if (entry.isPresent() && entry.get().isUsable(clock.nanos())) {
                return entry.get();
            }
            if (!waiting.inTheMaking()) {
                return null;
            }
        }
        return null;
    }

    private void refresh(CacheKey key, Reach reach, Duration timeout, Loader loader) {
        if (!refreshing.add(key)) {
            return;
        }
        if (!refreshes.tryAcquire()) {
            refreshing.remove(key);
            observer.refreshed(CacheObserver.Refresh.SKIPPED);
            return;
        }
        background.execute(() -> {
            CacheObserver.Refresh outcome = CacheObserver.Refresh.FAILED;
            try {
                outcome = renew(key, reach, Deadline.in(timeout, clock), loader);
            } catch (RuntimeException e) {
                LOG.debug("a refresh failed; the old response is used to its end", e);
            } finally {
                refreshing.remove(key);
                refreshes.release();
                observer.refreshed(outcome);
            }
        });
    }

    private CacheObserver.Refresh renew(CacheKey key, Reach reach, Deadline deadline, Loader loader) {
        SharedCache.Lock lock = SharedCache.Lock.AWAY;
        if (reach == Reach.GATEWAYS) {
            SharedCache.Found answer = shared.get(key, share(deadline));
            Entry theirs = answer.entry().orElse(null);
            if (theirs != null && theirs.isFresh(clock.nanos())) {
                near.put(key, theirs);
                return CacheObserver.Refresh.ELSEWHERE;
            }
            lock = answer.reachable() ? shared.lock(key, share(deadline)) : SharedCache.Lock.AWAY;
            if (lock.state() == SharedCache.Lock.State.TAKEN) {
                return CacheObserver.Refresh.ELSEWHERE;
            }
        }
        Served made = load(key, lock, deadline, loader, true);
        return made.entry().lifetime().equals(Lifetime.NONE)
                ? CacheObserver.Refresh.FAILED
                : CacheObserver.Refresh.RENEWED;
    }

    /** The most that one call to the shared store may take of a request's time; the store has a bound of its own besides. */
    private static Duration share(Deadline deadline) {
        return deadline.remaining().dividedBy(4);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
