package dev.lotse.benchmarks.micro;

import dev.lotse.gateway.rerank.RerankModels;
import dev.lotse.models.FeatureScorer;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelOptions;
import dev.lotse.models.ModelRegistry;
import dev.lotse.ranking.rerank.Candidates;
import dev.lotse.ranking.rerank.Feature;
import java.io.IOException;
import java.io.InputStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The reranker that ships, on 50 candidates; collecting their features is not in it, see EngineBenchmark. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class RerankerBenchmark {
    private static final int CANDIDATES = 50;

    private final Candidates candidates = new Candidates(CANDIDATES);

    @SuppressWarnings("NullAway.Init") // set up before each run
    private FeatureScorer scorer;

    /** Loads the model and checks that it gives each candidate a number. */
    @Setup
    public void load() throws IOException {
        try (InputStream in = RerankModels.class.getResourceAsStream("reranker.onnx")) {
            if (in == null) {
                throw new IllegalStateException("this build has no reranker");
            }
            scorer = new LocalModels(DemoTexts.models(), ModelRegistry.bundled(), ModelOptions.defaults())
                    .openFeatureScorer("reranker.onnx", in.readAllBytes());
        }
        Random random = new Random(5);
        for (int i = 0; i < CANDIDATES; i++) {
            for (Feature feature : Feature.values()) {
                candidates.set(i, feature, random.nextFloat());
            }
        }
        float[] scores = score();
        for (float score : scores) {
            if (scores.length != CANDIDATES || !Float.isFinite(score)) {
                throw new IllegalStateException("a candidate got the score " + score);
            }
        }
    }

    /** All candidates, with their scaled columns. */
    @Benchmark
    public float[] score() {
        return scorer.score(candidates.rows(), candidates.count());
    }

    /** Closes the model. */
    @TearDown
    public void close() {
        scorer.close();
    }
}
