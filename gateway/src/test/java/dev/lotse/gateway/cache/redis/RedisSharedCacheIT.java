package dev.lotse.gateway.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lotse.gateway.cache.BodyTemplate;
import dev.lotse.gateway.cache.CacheKey;
import dev.lotse.gateway.cache.CacheObserver;
import dev.lotse.gateway.cache.CacheSettings;
import dev.lotse.gateway.cache.Lifetime;
import dev.lotse.gateway.cache.Loader;
import dev.lotse.gateway.cache.ResponseCache;
import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.cache.SharedCache;
import dev.lotse.gateway.cache.memory.CaffeineNearCache;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.redis.RedisConnection;
import dev.lotse.gateway.redis.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;

/** Two gateways' caches over one real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisSharedCacheIT {
    private static final Lifetime LIFETIME = new Lifetime(Duration.ofSeconds(60), Duration.ofSeconds(60));
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final CacheSettings SETTINGS = new CacheSettings(
            true,
            LIFETIME.fresh(),
            LIFETIME.stale(),
            Duration.ofSeconds(10),
            1 << 20,
            100_000,
            4,
            Duration.ofSeconds(2),
            1000,
            Duration.ZERO,
            Duration.ZERO);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final RedisProcess redis = new RedisProcess();
    private final List<RedisConnection> connections = new ArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();
    private final RedisClient client = redis.client();
    private ResponseCache one = gateway();
    private ResponseCache two = gateway();

    @BeforeEach
    void start() {
        client.flushAll();
        loads.set(0);
        one = gateway();
        two = gateway();
    }

    @AfterEach
    void disconnect() {
        connections.forEach(RedisConnection::close);
        connections.clear();
    }

    @AfterAll
    void stop() {
        client.close();
        redis.close();
        executor.shutdown();
    }

    @Test
    void anotherGatewaysAnswerIsAHitAndEndsByItself() {
        String long1 = "Zähler ".repeat(2000);
        assertThat(get(one, "q", long1).status()).isEqualTo(Served.Status.MISS);
        String key = stored(1).getFirst();

        Served served = get(two, "q", "another");
        assertThat(served.level()).isEqualTo(Served.Level.SHARED);
        assertThat(text(served)).isEqualTo(long1);
        assertThat(client.pttl(key)).isBetween(100_000L, 120_000L);
        assertThat(client.strlen(key)).as("compressed").isLessThan(1000);
        assertThat(client.keys("lotse:cache:1:lock:*")).isEmpty();
    }

    @Test
    void garbageUnderOurKeysIsAMiss() {
        for (int i = 0; i < 7; i++) {
            get(one, "q" + i, "body " + i);
        }
        List<String> keys = stored(7);
        byte[] good = client.get(bytes(keys.get(0)));
        byte[] changed = good.clone();
        changed[changed.length / 2] ^= 1;
        client.set(bytes(keys.get(0)), changed);
        client.set(bytes(keys.get(1)), good);
        client.set(bytes(keys.get(2)), new byte[0]);
        client.set(bytes(keys.get(3)), bytes("{\"hits\":[]}"));
        client.set(bytes(keys.get(4)), new byte[2_000_000]);
        client.del(keys.get(5));
        client.lpush(keys.get(5), "a list");
        client.set(bytes(keys.get(6)), java.util.Arrays.copyOf(good, good.length - 1));

        for (int i = 0; i < 7; i++) {
            Served served = get(two, "q" + i, "body " + i);
            assertThat(served.status()).as("q" + i).isEqualTo(Served.Status.MISS);
            assertThat(text(served)).isEqualTo("body " + i);
        }
    }

    @Test
    void twoGatewaysMakeAnAnswerOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Loader slow = (deadline, background) -> {
            loads.incrementAndGet();
            begun.countDown();
            hold(go);
            return new Loader.Loaded(body("one"), LIFETIME);
        };
        Future<Served> first = executor.submit(() -> get(one, "q", slow));
        hold(begun);
        Future<Served> second = executor.submit(() -> get(two, "q", slow));
        go.countDown();

        assertThat(first.get().status()).isEqualTo(Served.Status.MISS);
        assertThat(second.get().status()).isEqualTo(Served.Status.HIT);
        assertThat(loads).hasValue(1);
    }

    @Test
    void aPurgeReachesTheOtherGateway() {
        CacheKey before = one.key("docs", "q");
        assertThat(one.purge("docs").everywhere()).isTrue();
        assertThat(one.key("docs", "q")).isNotEqualTo(before);

        two.synchronise(List.of("docs", "never-purged"));

        assertThat(two.key("docs", "q")).isEqualTo(one.key("docs", "q"));
        assertThat(two.key("never-purged", "q")).isEqualTo(one.key("never-purged", "q"));
    }

    @Test
    void versionsThatChangeUnderLoadNeverShowAnOldAnswer() throws Exception {
        AtomicInteger version = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ResponseCache gateway = i % 2 == 0 ? one : two;
            clients.add(executor.submit(() -> {
                while (System.nanoTime() - end < 0) {
                    int now = version.get();
                    String query = "q" + ThreadLocalRandom.current().nextInt(5);
                    CacheKey key = gateway.key("docs", "v" + now, query);
                    Served served = gateway.get(
                            key,
                            ResponseCache.Reach.GATEWAYS,
                            TIMEOUT,
                            Deadline.in(TIMEOUT, NanoClock.SYSTEM),
                            (deadline, background) -> new Loader.Loaded(
                                    body("v" + now + query), version.get() == now ? LIFETIME : Lifetime.NONE));
                    asked.incrementAndGet();
                    wrong.addAndGet(text(served).equals("v" + now + query) ? 0 : 1);
                }
            }));
        }
        while (System.nanoTime() - end < 0) {
            version.incrementAndGet();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        for (Future<?> each : clients) {
            each.get();
        }
        assertThat(wrong).hasValue(0);
        assertThat(asked.get()).isGreaterThan(version.get());
    }

    private ResponseCache gateway() {
        RedisConnection connection = redis.connection(executor, Duration.ofSeconds(2));
        connections.add(connection);
        SharedCache shared = new RedisSharedCache(
                connection,
                "lotse",
                SETTINGS,
                NanoClock.SYSTEM,
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong());
        return new ResponseCache(
                SETTINGS,
                new CaffeineNearCache(1 << 20, NanoClock.SYSTEM),
                shared,
                executor,
                NanoClock.SYSTEM,
                LockSupport::parkNanos,
                () -> ThreadLocalRandom.current().nextLong(),
                CacheObserver.NONE);
    }

    private static Served get(ResponseCache cache, String query, String text) {
        return get(cache, query, (deadline, background) -> new Loader.Loaded(body(text), LIFETIME));
    }

    private static Served get(ResponseCache cache, String query, Loader loader) {
        return cache.get(
                cache.key("docs", query),
                ResponseCache.Reach.GATEWAYS,
                TIMEOUT,
                Deadline.in(TIMEOUT, NanoClock.SYSTEM),
                loader);
    }

    private List<String> stored(int entries) {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> client.keys("lotse:cache:1:entry:docs:*").size() == entries);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> client.keys("lotse:cache:1:lock:*").isEmpty());
        return List.copyOf(client.keys("lotse:cache:1:entry:docs:*"));
    }

    private static BodyTemplate body(String text) {
        return BodyTemplate.plain(bytes(text));
    }

    private static String text(Served served) {
        return new String(served.entry().body().bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
