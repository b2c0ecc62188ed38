package dev.lotse.benchmarks.micro;

import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import java.io.IOException;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The embedded engine on the demo site by kind of query: all 90 German queries in turn, best passage and highlights of ten hits
 * included, the encoding of the query not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class EngineBenchmark {
    private static final String KNOWN = "balkonkraftwerk anmelden";

    @Param({"KEYWORD", "SEMANTIC", "HYBRID"})
    private DemoIndex.Kind kind = DemoIndex.Kind.HYBRID;

    @SuppressWarnings("NullAway.Init") // set up before each run
    private DemoIndex index;

    private List<RetrievalRequest> requests = List.of();
    private int next;

    /** Builds the index and checks one answer. */
    @Setup
    public void build() throws IOException {
        index = new DemoIndex();
        requests = DemoTexts.germanQueries().stream()
                .map(query -> index.request(query, kind))
                .toList();
        RetrievalResult known = index.search(index.request(KNOWN, kind));
        if (known.hits().size() < (kind == DemoIndex.Kind.KEYWORD ? 3 : 10)) {
            throw new IllegalStateException(kind + " found only " + known.hits().size() + " pages for '" + KNOWN + "'");
        }
        if (kind != DemoIndex.Kind.SEMANTIC
                && known.hits().getFirst().highlights().isEmpty()) {
            throw new IllegalStateException("the best passage for '" + KNOWN + "' has none of its words");
        }
    }

    /** One search. */
    @Benchmark
    public RetrievalResult search() {
        next = (next + 1) % requests.size();
        return index.search(requests.get(next));
    }

    /** Deletes the index. */
    @TearDown
    public void delete() throws IOException {
        index.close();
    }
}
