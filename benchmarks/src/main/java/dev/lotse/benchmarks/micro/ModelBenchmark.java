package dev.lotse.benchmarks.micro;

import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelOptions;
import dev.lotse.models.ModelRegistry;
import java.util.Collections;
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
 * The encoder that ships, by length of the text in words of real pages (German has about 1.9 tokens a word), and by batch. A batch's
 * time is that of all its texts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1) // the time is spent in native code, which no JIT compiler changes; loading takes a second
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ModelBenchmark {
    private static final String TEXT = """
            Melden Sie uns Ihren Umzug möglichst sechs Wochen vorher, damit Strom und Gas in der neuen Wohnung vom ersten Tag an fließen. \
            Für die Schlussrechnung brauchen wir den Zählerstand am Tag der Übergabe; lesen Sie ihn zusammen mit der Vermieterin ab und \
            tragen Sie ihn in das Übergabeprotokoll ein. Wenn die Zählernummer nicht zu finden ist, hilft ein Foto der letzten Rechnung.
            """;

    @Param({"4", "16", "64"})
    private int words;

    @SuppressWarnings("NullAway.Init") // set up before each run
    private Encoder encoder;

    private String text = "";
    private List<String> batch = List.of();

    /** Loads the model and checks that the vector has length 1. */
    @Setup
    public void load() {
        encoder = new LocalModels(DemoTexts.models(), ModelRegistry.bundled(), ModelOptions.defaults())
                .openEncoder("e5-small-v2-q");
        String[] all = TEXT.split("\\s+", -1);
        text = String.join(" ", List.of(all).subList(0, Math.min(words, all.length)));
        batch = Collections.nCopies(8, text);
        double squares = 0;
        for (float value : query().vector()) {
            squares += (double) value * value;
        }
        if (Math.abs(squares - 1) > 1e-3) {
            throw new IllegalStateException("the vector has the length " + Math.sqrt(squares));
        }
    }

    /** Tokens of the text. */
    @Benchmark
    public int tokenise() {
        return encoder.countTokens(text);
    }

    /** One query. */
    @Benchmark
    public Encoding query() {
        return encoder.encodeQuery(text, false);
    }

    /** Eight passages, which share the lanes. */
    @Benchmark
    public List<Encoding> eightPassages() {
        return encoder.encodePassages(batch, false);
    }

    /** Closes the model. */
    @TearDown
    public void close() {
        encoder.close();
    }
}
