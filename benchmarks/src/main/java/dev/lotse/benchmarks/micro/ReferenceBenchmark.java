package dev.lotse.benchmarks.micro;

import java.util.Arrays;
import java.util.Random;
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

/**
 * Work of no part of Lotse, which every run does so that its numbers can be compared with those of another machine: sorting
 * 4,096 numbers, half arithmetic and branches, half memory in the first caches.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class ReferenceBenchmark {
    private final int[] numbers = new Random(11).ints(4096).toArray();

    /** Checks that it sorts. */
    @Setup
    public void check() {
        int[] sorted = sort();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i - 1] > sorted[i]) {
                throw new IllegalStateException("not sorted at " + i);
            }
        }
    }

    /** The reference. */
    @Benchmark
    public int[] sort() {
        int[] copy = numbers.clone();
        Arrays.sort(copy);
        return copy;
    }
}
