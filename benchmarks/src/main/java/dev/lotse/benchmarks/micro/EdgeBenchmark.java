package dev.lotse.benchmarks.micro;

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
import dev.lotse.gateway.limit.Decision;
import dev.lotse.gateway.limit.LimitObserver;
import dev.lotse.gateway.limit.LimitSettings;
import dev.lotse.gateway.limit.Limits;
import dev.lotse.gateway.limit.Quota;
import dev.lotse.gateway.limit.RateLimiter;
import dev.lotse.gateway.privacy.Finding;
import dev.lotse.gateway.privacy.PersonalDataFinder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a search that is answered from memory pays besides HTTP: looking for personal data, the key, the hit with its body filled, and
 * the decision of the limiter.
 *
 * <p>{@code bin/lotse bench micro Edge}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class EdgeBenchmark {
    private static final String QUERY = "Wie melde ich meinen Zählerstand nach dem Umzug?";

    /** Length of a body with ten hits, about. */
    private static final int BODY = 8 * 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final byte[] ID = "00000000-0000-4000-8000-000000000000".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTE = ",\"processingTimeMS\":0,\"cache\":\"hit\"".getBytes(StandardCharsets.US_ASCII);

    /** A hit never gets here. */
    private static final Loader UNUSED = (deadline, background) -> {
        throw new IllegalStateException("not in memory");
    };

    private final PersonalDataFinder personalData = new PersonalDataFinder();
    private final ResponseCache cache = cache();
    private final CacheKey key = key(cache);
    private final RateLimiter limiter = limiter();
    private final InetAddress client = client();

    /** Fills the cache and checks that it hits. */
    @Setup
    public void fill() {
        byte[] body = new byte[BODY];
        new Random(1).nextBytes(body);
        Lifetime lifetime = new Lifetime(Duration.ofHours(1), Duration.ZERO);
        Loader loader = (deadline, background) -> new Loader.Loaded(new BodyTemplate(body, 100, BODY - 200), lifetime);
        Served made = get(loader);
        if (made.status() != Served.Status.MISS || hit().length != BODY + ID.length + NOTE.length) {
            throw new IllegalStateException("the cache does not hit");
        }
    }

    /** The key of a search. */
    @Benchmark
    public CacheKey key() {
        return key(cache);
    }

    /** A search that is in memory, with its body. */
    @Benchmark
    public byte[] hit() {
        return get(UNUSED).entry().body().fill(ID, NOTE);
    }

    /** A query without personal data. */
    @Benchmark
    public List<Finding> personalData() {
        return personalData.find(QUERY);
    }

    /** A decision for one client with a burst and a sustained limit, without Redis. */
    @Benchmark
    public Decision limit() {
        return limiter.decide(client, "help").orElseThrow();
    }

    private Served get(Loader loader) {
        return cache.get(key, ResponseCache.Reach.PROCESS, TIMEOUT, Deadline.in(TIMEOUT, NanoClock.SYSTEM), loader);
    }

    private static CacheKey key(ResponseCache cache) {
        return cache.key(
                "help",
                "SEARCH",
                "1",
                "",
                "d41d8cd98f00b204e9800998ecf8427e",
                "3.17@8p1x6k0m2zq5v7w9y3t4u6r8e|e5-small-v2-q@1|0b3e7d52-5c5f-3b36-8a41-5d1a1f8e3c11",
                QUERY,
                "de",
                "tag:handbuch",
                "[TAG, LANG]",
                "0/10",
                "HYBRID",
                "r");
    }

    private static ResponseCache cache() {
        CacheSettings settings = new CacheSettings(
                true,
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ZERO,
                64 << 20,
                1 << 20,
                1,
                Duration.ZERO,
                2048,
                Duration.ZERO,
                Duration.ZERO);
        return new ResponseCache(
                settings,
                new CaffeineNearCache(settings.maxSize(), NanoClock.SYSTEM),
                SharedCache.NONE,
                Runnable::run,
                NanoClock.SYSTEM,
                LockSupport::parkNanos,
                new Random(1),
                CacheObserver.NONE);
    }

    /** Limits that are never reached, so that each decision is the same. */
    private static RateLimiter limiter() {
        Limits off = new Limits(Optional.empty(), Optional.empty());
        Limits high = new Limits(
                Optional.of(new Quota(1_000_000_000, Duration.ofSeconds(1))),
                Optional.of(new Quota(1_000_000_000, Duration.ofSeconds(2))));
        LimitObserver nobody = new LimitObserver() {
            @Override
            public void refused(String scope) {}

            @Override
            public void decidedAlone(String scope) {}
        };
        return new RateLimiter(
                new LimitSettings(true, 1, List.of(), List.of(), high, off, off, off), null, NanoClock.SYSTEM, nobody);
    }

    private static InetAddress client() {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 198, 51, 100, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
