package dev.lotse.benchmarks.micro;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.Highlights;
import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.Suggestion;
import dev.lotse.ranking.text.TextLanguage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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

/** What the site's own words are asked for: parts of compounds, corrections, completions, and where words stand in a passage. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2) // one JVM may inline by luck
@Warmup(iterations = 3, time = 1) // compiled by C2 within the first second
@Measurement(iterations = 5, time = 1)
public class WordsBenchmark {
    private static final String COMPOUND = "stromzählerstand";

    @SuppressWarnings("NullAway.Init") // set up before each run
    private DemoIndex index;

    @SuppressWarnings("NullAway.Init") // set up before each run
    private Lexicon lexicon;

    @SuppressWarnings("NullAway.Init") // set up before each run
    private RetrievalRequest request;

    private String passage = "";

    /** Builds the index and checks one answer of each. */
    @Setup
    public void build() throws IOException {
        index = new DemoIndex();
        lexicon = index.engine().lexicon(DemoIndex.SITE);
        request = index.request("zählerstand nach dem umzug melden", DemoIndex.Kind.KEYWORD);
        passage = index.search(request).hits().getFirst().passage().text();
        check("parts of " + COMPOUND, compound().size() >= 2);
        check("corrections", corrections().contains("rechnung"));
        check("completions", !suggestions().isEmpty());
        check("highlights", !highlights().isEmpty());
    }

    private static void check(String what, boolean right) {
        if (!right) {
            throw new IllegalStateException(what + " are not what they should be");
        }
    }

    /** A compound that the site does not have as a word. */
    @Benchmark
    public List<String> compound() {
        return lexicon.compoundParts("de", COMPOUND);
    }

    /** A misspelt word. */
    @Benchmark
    public List<String> corrections() {
        return lexicon.corrections("de", "rechnugn", 3);
    }

    /** Three letters typed. */
    @Benchmark
    public List<Suggestion> suggestions() {
        return index.engine()
                .suggest(DemoIndex.SITE, "str", null, 8, Deadline.in(Duration.ofSeconds(1), NanoClock.SYSTEM));
    }

    /** Where the words of a query stand in a passage. */
    @Benchmark
    public List<PageHit.Span> highlights() {
        return Highlights.of(passage, TextLanguage.GERMAN, request.texts());
    }

    /** Deletes the index. */
    @TearDown
    public void delete() throws IOException {
        index.close();
    }
}
