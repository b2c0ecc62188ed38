package dev.lotse.benchmarks.micro;

import dev.lotse.ranking.fusion.Fusion;
import dev.lotse.ranking.fusion.RankedList;
import dev.lotse.ranking.fusion.ScoredKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Fusion of a lexical and a dense list that share a third of their pages, as hybrid lists of the help site do.
 *
 * <p>{@code bin/lotse bench micro Fusion}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class FusionBenchmark {
    /** Candidates of each list; the default window and both ends of what is allowed in practice. */
    @Param({"50", "200", "1000"})
    private int window;

    private List<RankedList<Integer>> lists = List.of();

    /** Fills the lists and checks the answer once. */
    @Setup
    public void fill() {
        Random random = new Random(7);
        List<ScoredKey<Integer>> lexical = new ArrayList<>();
        List<ScoredKey<Integer>> dense = new ArrayList<>();
        for (int i = 0; i < window; i++) {
            lexical.add(new ScoredKey<>(i, 40f / (1 + i) + random.nextFloat() / 1000));
            dense.add(new ScoredKey<>(i % 3 == 0 ? i : i + 10_000, 0.9f - i * 0.0001f));
        }
        lists = List.of(new RankedList<>(0.5, 0, lexical), new RankedList<>(0.5, -1, dense));
        double first = convex().getOrDefault(0, 0.0);
        if (Math.abs(first - 1) > 1e-9) {
            throw new IllegalStateException("the best page of both lists has " + first + " instead of 1");
        }
    }

    /** Convex combination. */
    @Benchmark
    public Map<Integer, Double> convex() {
        return Fusion.convex(lists, Fusion.Normalisation.MIN_MAX);
    }

    /** Reciprocal rank fusion. */
    @Benchmark
    public Map<Integer, Double> reciprocalRank() {
        return Fusion.reciprocalRank(lists, 60);
    }
}
