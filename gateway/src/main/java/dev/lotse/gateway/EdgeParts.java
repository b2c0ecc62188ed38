package dev.lotse.gateway;

import dev.lotse.gateway.cache.NearCache;
import dev.lotse.gateway.cache.ResponseCache;
import dev.lotse.gateway.cache.SharedCache;
import dev.lotse.gateway.cache.memory.CaffeineNearCache;
import dev.lotse.gateway.cache.redis.RedisSharedCache;
import dev.lotse.gateway.cli.GatewaySettings;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.BulkheadFilter;
import dev.lotse.gateway.http.RateLimitFilter;
import dev.lotse.gateway.limit.ClientAddresses;
import dev.lotse.gateway.limit.LimitObserver;
import dev.lotse.gateway.limit.RateLimiter;
import dev.lotse.gateway.limit.SharedBuckets;
import dev.lotse.gateway.limit.redis.RedisBuckets;
import dev.lotse.gateway.ops.CacheMeters;
import dev.lotse.gateway.ops.Health;
import dev.lotse.gateway.ops.OverloadMeters;
import dev.lotse.gateway.overload.Admission;
import dev.lotse.gateway.provider.budget.BudgetLedger;
import dev.lotse.gateway.provider.budget.InMemoryBudgetLedger;
import dev.lotse.gateway.provider.budget.SharedBudgetLedger;
import dev.lotse.gateway.provider.budget.redis.RedisCounts;
import dev.lotse.gateway.redis.RedisConnection;
import io.helidon.webserver.http.Filter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What stands between visitors and the pipeline: the response cache, the rate limits, and the Redis they share. Thread-safe. */
final class EdgeParts implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lotse-edge-timer").factory());
    private final @Nullable RedisConnection redis;
    private final ResponseCache cache;
    private final RateLimiter limiter;
    private final List<Filter> filters;
    private final Admission admission;
    private final BudgetLedger ledger;

    EdgeParts(
            GatewaySettings settings,
            CacheMeters meters,
            LimitObserver limits,
            OverloadMeters overload,
            NanoClock clock,
            RandomGenerator random) {
        URI url = settings.redis().url().orElse(null);
        redis = url == null ? null : new RedisConnection(settings.redis(), url, executor, clock, meters);
        SharedCache shared = SharedCache.NONE;
        if (redis != null) {
            meters.redis(redis::isUsable);
            shared = new RedisSharedCache(
                    redis, settings.redis().namespace(), settings.cache(), clock, InstantSource.system(), random);
        }
        SharedBuckets buckets =
                redis == null ? null : new RedisBuckets(redis, settings.redis().namespace(), InstantSource.system());
        ledger = redis == null
                ? new InMemoryBudgetLedger()
                : new SharedBudgetLedger(
                        new RedisCounts(redis, settings.redis().namespace()),
                        settings.limits().gateways());
        limiter = new RateLimiter(settings.limits(), buckets, clock, limits);
        filters = List.of(
                new RateLimitFilter(
                        limiter, new ClientAddresses(settings.limits().trustedProxies())),
                new BulkheadFilter(
                        settings.overload().batch(),
                        settings.overload().inference(),
                        settings.answers().chain().isPresent(),
                        overload::full));
        admission = new Admission(settings.overload(), Runtime.getRuntime().availableProcessors(), clock, overload);
        overload.watch(admission);
        NearCache near = new CaffeineNearCache(settings.cache().maxSize(), clock);
        meters.near(near);
        cache = new ResponseCache(
                settings.cache(), near, shared, executor, clock, LockSupport::parkNanos, random, meters);
    }

    /** Steps before the routes. */
    List<Filter> filters() {
        return filters;
    }

    /** Learns of other gateways' purges, now and every second from now on. */
    void start(Supplier<List<String>> sites) {
        if (redis == null || !cache.isEnabled()) {
            return;
        }
        cache.synchronise(sites.get());
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(() -> cache.synchronise(sites.get()), 1, 1, TimeUnit.SECONDS);
    }

    /** Shows the state of these parts. */
    void watch(Health health) {
        if (redis != null) {
            health.helper("redis", redis::isUsable);
        }
    }

    /** The limits, also for those who know a request's key. */
    RateLimiter limiter() {
        return limiter;
    }

    /** Whose turn it is to be worked on. */
    Admission admission() {
        return admission;
    }

    /** What sites and keys spent on models, on all gateways where they share a Redis. */
    BudgetLedger ledger() {
        return ledger;
    }

    ResponseCache cache() {
        return cache;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        executor.shutdown();
        if (redis != null) {
            redis.close();
        }
        try {
            // Nothing may go on to use the index and the models, which are closed next.
            executor.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
