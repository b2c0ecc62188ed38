package dev.lotse.benchmarks.micro;

import dev.lotse.ranking.late.MaxSim;
import dev.lotse.ranking.late.QueryTokens;
import dev.lotse.ranking.late.TokenCodes;
import java.util.ArrayList;
import java.util.List;
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

/** Late interaction of a query of 8 tokens with 50 passages of 128 tokens, 64 dimensions: what the reranker looks at. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class LateBenchmark {
    private static final int DIMENSION = 64;
    private static final int QUERY = 8;
    private static final int PASSAGE = 128;
    private static final int PASSAGES = 50;

    private final Random random = new Random(3);
    private final QueryTokens query = new QueryTokens("space", ids(QUERY), unit(QUERY), DIMENSION);
    private final List<TokenCodes> passages = new ArrayList<>();
    private final MaxSim similarity = new MaxSim(query);

    /** Fills the passages and checks that a passage which holds the query's own tokens is as near as can be. */
    @Setup
    public void fill() {
        for (int i = 0; i < PASSAGES; i++) {
            passages.add(TokenCodes.of(6, ids(PASSAGE), unit(PASSAGE), DIMENSION));
        }
        similarity.reset();
        similarity.add(TokenCodes.of(0, query.ids(), query.rows(), DIMENSION));
        if (Math.abs(similarity.mean() - 1) > 0.02) {
            throw new IllegalStateException("a query is like itself by " + similarity.mean());
        }
    }

    /** All passages. */
    @Benchmark
    public float fiftyPassages() {
        float sum = 0;
        for (TokenCodes passage : passages) {
            similarity.reset();
            similarity.add(passage);
            sum += similarity.mean();
        }
        return sum;
    }

    private static int[] ids(int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = i;
        }
        return ids;
    }

    private float[] unit(int count) {
        float[] rows = new float[count * DIMENSION];
        for (int t = 0; t < count; t++) {
            double squares = 0;
            for (int d = 0; d < DIMENSION; d++) {
                rows[t * DIMENSION + d] = (float) random.nextGaussian();
                squares += rows[t * DIMENSION + d] * (double) rows[t * DIMENSION + d];
            }
            for (int d = 0; d < DIMENSION; d++) {
                rows[t * DIMENSION + d] /= (float) Math.sqrt(squares);
            }
        }
        return rows;
    }
}
