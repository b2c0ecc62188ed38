package dev.lotse.benchmarks.micro;

import dev.lotse.ranking.text.AnalyzedTerm;
import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.search.Query;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Analysis of a German query, and the Lucene query made of it with its compounds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TextQueryBenchmark {
    private final TextQuery query = new TextQuery(
            "Zählerstand nach dem Umzug melden",
            TextLanguage.GERMAN,
            Map.of("title", 1.5f, "headings", 1f, "body", 1f, "url", 0.3f, "links", 0.4f),
            List.of(
                    new Expansion(0, 11, "zähler stand", 0.8f, Expansion.Kind.COMPOUND),
                    new Expansion(21, 26, "umzugsmeldung", 0.8f, Expansion.Kind.COMPOUND)),
            0.2f,
            0,
            1);

    /** Words to terms. */
    @Benchmark
    public List<AnalyzedTerm> analyse() {
        return TextQueryBuilder.terms(query.text(), query.language());
    }

    /** Words, fields and alternatives to a Lucene query. */
    @Benchmark
    public Query build() {
        return TextQueryBuilder.build(query);
    }
}
