package dev.lotse.gateway.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.config.ConfigLayers;
import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.limit.LimitObserver;
import dev.lotse.gateway.limit.LimitSettings;
import dev.lotse.gateway.limit.Limits;
import dev.lotse.gateway.limit.Quota;
import dev.lotse.gateway.limit.RateLimiter;
import dev.lotse.gateway.limit.SharedBuckets;
import dev.lotse.gateway.redis.RedisConnection;
import dev.lotse.gateway.redis.RedisProcess;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three gateways' limiters over one real Redis. */
class RedisBucketsIT {
    private static final int GATEWAYS = 3;
    private static final int THREADS = 16;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final RedisProcess redis = new RedisProcess();
    private final AtomicInteger alone = new AtomicInteger();

    @AfterEach
    void stop() {
        redis.close();
        executor.shutdown();
    }

    @Test
    void threeGatewaysTogetherAdmitTheLimitAndNoMore() throws Exception {
        Duration length = Duration.ofSeconds(4);
        int capacity = 200;
        long start = System.nanoTime();
        int admitted = flood(gateways(capacity + "/2s", Duration.ofSeconds(5)), length);
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(alone).as("decisions without Redis").hasValue(0);
        assertThat((double) admitted)
                .as("admitted in %.2f s", seconds)
                .isLessThanOrEqualTo(capacity + capacity / 2.0 * seconds + 1)
                .isGreaterThan(0.8 * (capacity + capacity / 2.0 * length.toSeconds()));
    }

    @Test
    void aClockThatJumpsAheadFillsABucketOnceAndOneThatJumpsBackFillsNone() {
        RedisConnection connection = redis.connection(executor, Duration.ofSeconds(5));
        Instant start = Instant.parse("2026-03-29T00:59:59Z");
        AtomicReference<Instant> now = new AtomicReference<>(start);
        RedisBuckets buckets = new RedisBuckets(connection, "lotse", now::get);
        Limits limits = new Limits(Optional.empty(), Optional.of(new Quota(100, Duration.ofMinutes(1))));

        assertThat(taken(buckets, limits)).isEqualTo(100);
        now.set(start.plus(Duration.ofDays(1)));
        assertThat(taken(buckets, limits)).as("a day ahead").isEqualTo(100);
        assertThat(taken(buckets, limits)).isZero();
        now.set(start.minus(Duration.ofDays(1)));
        assertThat(taken(buckets, limits)).as("two days back").isZero();
        now.set(start.plus(Duration.ofDays(1)).plusSeconds(30));
        assertThat(taken(buckets, limits)).as("half a minute on").isEqualTo(50);
    }

    private static long taken(RedisBuckets buckets, Limits limits) {
        return buckets.take("client:x", limits, 1000) instanceof SharedBuckets.Taken.Granted granted
                ? granted.requests()
                : 0;
    }

    @Test
    void eachGatewayAdmitsItsPartWithoutRedis() throws Exception {
        redis.kill();

        int admitted = flood(gateways("300/1h", Duration.ofMillis(50)), Duration.ofSeconds(1));

        assertThat(admitted).isEqualTo(300);
        assertThat(alone.get()).isPositive();
    }

    @Test
    void aRedisThatHangsDelaysADecisionByMillisecondsAndTheNextNotAtAll() throws Exception {
        List<RateLimiter> gateways = gateways("3000/1h", Duration.ofMillis(50));
        InetAddress client = client();
        gateways.getFirst().decide(client, "docs");
        redis.pause();
        long start = System.nanoTime();
        for (int i = 0; i < 900; i++) {
            assertThat(gateways.getFirst().decide(client, "docs").orElseThrow().admitted())
                    .isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        redis.resume();
    }

    private int flood(List<RateLimiter> gateways, Duration length) throws Exception {
        InetAddress client = client();
        long end = System.nanoTime() + length.toNanos();
        List<Future<Integer>> counts = new ArrayList<>();
        for (RateLimiter gateway : gateways) {
            for (int i = 0; i < THREADS; i++) {
                counts.add(executor.submit(() -> {
                    int admitted = 0;
                    while (System.nanoTime() - end < 0) {
                        admitted += gateway.decide(client, "docs").orElseThrow().admitted() ? 1 : 0;
                        LockSupport.parkNanos(1_000_000);
                    }
                    return admitted;
                }));
            }
        }
        int all = 0;
        for (Future<Integer> count : counts) {
            all += count.get();
        }
        return all;
    }

    private List<RateLimiter> gateways(String sustained, Duration wait) {
        LimitSettings settings = LimitSettings.read(ConfigReader.of(ConfigLayers.load(
                null,
                Map.of(),
                new Properties(),
                Map.of(
                        "limits.gateways",
                        Integer.toString(GATEWAYS),
                        "limits.client.burst",
                        "off",
                        "limits.client.sustained",
                        sustained))));
        LimitObserver observer = new LimitObserver() {
            @Override
            public void refused(String scope) {}

            @Override
            public void decidedAlone(String scope) {
                alone.incrementAndGet();
            }
        };
        List<RateLimiter> gateways = new ArrayList<>();
        for (int i = 0; i < GATEWAYS; i++) {
            RedisConnection connection = redis.connection(executor, wait);
            gateways.add(new RateLimiter(
                    settings,
                    new RedisBuckets(connection, "lotse", InstantSource.system()),
                    NanoClock.SYSTEM,
                    observer));
        }
        return gateways;
    }

    private static InetAddress client() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) 198, 51, 100, 1});
    }
}
