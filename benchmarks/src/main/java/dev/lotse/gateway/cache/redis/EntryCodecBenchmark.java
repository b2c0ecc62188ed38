package dev.lotse.gateway.cache.redis;

import dev.lotse.benchmarks.micro.SearchBody;
import dev.lotse.gateway.cache.BodyTemplate;
import dev.lotse.gateway.cache.CacheKey;
import dev.lotse.gateway.cache.Entry;
import dev.lotse.gateway.cache.Lifetime;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

/** A response as it goes to Redis and comes from there: ten hits of the demo site, compressed. In this package because the codec is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class EntryCodecBenchmark {
    private final EntryCodec codec = new EntryCodec(2048, 1 << 20, InstantSource.system());
    private final CacheKey key = CacheKey.of("demo", "SEARCH", "zählerstand");

    @SuppressWarnings("NullAway.Init") // set up before each run
    private Entry entry;

    private byte[] stored = {};

    /** Makes the response and checks that it comes back as it was. */
    @Setup
    public void make() throws IOException {
        byte[] body = SearchBody.bytes();
        entry = Entry.of(
                new BodyTemplate(body, 20, body.length - 50),
                new Lifetime(Duration.ofHours(10), Duration.ZERO),
                System.nanoTime());
        stored = encode();
        byte[] back = decode().orElseThrow().body().bytes();
        if (!Arrays.equals(back, body)) {
            throw new IllegalStateException("the body did not come back as it was");
        }
    }

    /** To bytes. */
    @Benchmark
    public byte[] encode() {
        return codec.encode(key, entry, System.nanoTime());
    }

    /** From bytes. */
    @Benchmark
    public Optional<Entry> decode() {
        return codec.decode(key, stored, System.nanoTime());
    }
}
