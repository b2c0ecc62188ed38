package dev.lotse.gateway.ops;

import dev.lotse.gateway.cache.CacheObserver;
import dev.lotse.gateway.cache.NearCache;
import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.redis.RedisObserver;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Meters of the response cache and of Redis, under the names that docs/metrics.md lists. Thread-safe. */
public final class CacheMeters implements CacheObserver, RedisObserver {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(200_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250)
    };
    private static final double[] NO_PERCENTILES = {};

    /** What is cached. */
    public enum Kind {
        SEARCH,
        SUGGEST,
        PAGE,
        ANSWER
    }

    private record RequestKey(Kind kind, Served.Status status, Served.Level level) {}

    private record CallKey(String command, Outcome outcome) {}

    private final MeterRegistry registry;
    private final Map<RequestKey, Counter> requests = new ConcurrentHashMap<>();
    private final Map<Refresh, Counter> refreshes = new EnumMap<>(Refresh.class);
    private final Map<CallKey, Timer> calls = new ConcurrentHashMap<>();

    public CacheMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Refresh refresh : Refresh.values()) {
            refreshes.put(
                    refresh,
                    registry.getOrCreate(Counter.builder("lotse_cache_refresh")
                            .description("Refreshes of stale responses by outcome")
                            .addTag(Tag.create("outcome", lower(refresh)))));
        }
    }

    /** Shows what is kept in this process. */
    public void near(NearCache near) {
        registry.getOrCreate(
                Gauge.builder("lotse_cache_entries", near::entries).description("Responses kept in this process"));
        registry.getOrCreate(
                Gauge.builder("lotse_cache_bytes", near::bytes).description("Bytes of responses kept in this process"));
    }

    /** Shows whether Redis is used. */
    public void redis(BooleanSupplier usable) {
        registry.getOrCreate(Gauge.builder("lotse_redis_usable", () -> usable.getAsBoolean() ? 1 : 0)
                .description("1 while Redis is used, 0 while it is left alone"));
    }

    /** Counts a request that could have been answered from the cache. */
    public void request(Kind kind, Served.Status status, Served.Level level) {
        requests.computeIfAbsent(
                        new RequestKey(kind, status, level),
                        key -> registry.getOrCreate(Counter.builder("lotse_cache_requests")
                                .description("Requests by what the response cache did")
                                .tags(List.of(
                                        Tag.create("kind", lower(key.kind())),
                                        Tag.create("status", key.status().wireName()),
                                        Tag.create("level", key.level().wireName())))))
                .increment();
    }

    @Override
    public void refreshed(Refresh outcome) {
        Counter counter = refreshes.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void called(String command, Outcome outcome, long nanos) {
        calls.computeIfAbsent(
                        new CallKey(command, outcome),
                        key -> registry.getOrCreate(Timer.builder("lotse_redis_call_seconds")
                                .description("Calls to Redis by command and outcome")
                                .tags(List.of(
                                        Tag.create("command", key.command()),
                                        Tag.create("outcome", lower(key.outcome()))))
                                .percentiles(NO_PERCENTILES)
                                .buckets(BUCKETS)))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
