package dev.lotse.benchmarks.recall;

import dev.lotse.benchmarks.load.Queries;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import dev.lotse.models.Encoder;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelOptions;
import dev.lotse.models.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/lotse bench recall}: how many of the ten nearest passages quantised HNSW finds. */
@Command(
        name = "recall",
        mixinStandardHelpOptions = true,
        description =
                "Compares quantised HNSW with the exact nearest vectors, of which there are as many as wanted: the"
                        + " passages of an index, and copies of them that are turned a little. Set LOTSE_BENCH_HEAP=2g for 200,000.")
public final class RecallCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Data folder with the site's index.")
    private Path data = Path.of(".");

    @Option(
            names = "--site",
            split = ",",
            paramLabel = "NAME",
            required = true,
            description = "Sites whose passages are taken.")
    private List<String> sites = List.of();

    @Option(
            names = "--queries",
            paramLabel = "FILE",
            required = true,
            description = "JSON lines with a field 'text'; encoded as visitors' queries are.")
    private Path file = Path.of(".");

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N queries (default: 300).")
    private int limit = 300;

    @Option(names = "--vectors", paramLabel = "N", description = "How many vectors (default: 200000).")
    private int count = 200_000;

    @Option(names = "--noise", paramLabel = "X", description = "How far copies are turned (default: 0.3).")
    private double noise = 0.3;

    @Option(
            names = "--encodings",
            split = ",",
            paramLabel = "NAME",
            description = "Of ${COMPLETION-CANDIDATES} (default: UNSIGNED_BYTE, which is int8).")
    private List<ScalarEncoding> encodings = List.of(ScalarEncoding.UNSIGNED_BYTE);

    @Option(
            names = "--candidates",
            split = ",",
            paramLabel = "N",
            description = "How many the graph is asked for (default: 10,100,150).")
    private List<Integer> candidates = List.of(10, 100, 150);

    @Override
    public Integer call() throws IOException {
        Vectors vectors;
        try (LuceneEngine engine = new LuceneEngine(data.resolve("index"), Duration.ofHours(1))) {
            vectors = Vectors.of(engine, sites, count, noise);
        }
        List<float[]> queries = new ArrayList<>();
        try (Encoder encoder = new LocalModels(data.resolve("models"), ModelRegistry.bundled(), ModelOptions.defaults())
                .openEncoder("e5-small-v2-q")) {
            for (String text : Queries.read(file, "text").stream().limit(limit).toList()) {
                queries.add(encoder.encodeQuery(text, false).vector());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%,d vectors of %d dimensions, %.0f %% of them passages as they are, the rest turned by %.2f; %d queries%n",
                vectors.count(),
                vectors.dimension(),
                100 * vectors.realShare(),
                noise,
                queries.size());
        RecallRun run = new RecallRun(vectors, queries);
        for (ScalarEncoding encoding : encodings) {
            Path folder = Files.createTempDirectory("lotse-recall-");
            try {
                tell(run.measure(folder, encoding, 16, 100, candidates));
            } finally {
                delete(folder);
            }
        }
        return 0;
    }

    private static void tell(RecallRun.Outcome outcome) {
        System.out.printf(
                Locale.ROOT,
                "%s: built in %d s, %,d MiB on disk%n",
                outcome.encoding(),
                outcome.build().toSeconds(),
                outcome.bytes() >> 20);
        for (RecallRun.Found found : outcome.found()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %4d candidates: recall@10 %.4f, rescored %.4f, %.0f µs per query%n",
                    found.candidates(),
                    found.plain(),
                    found.rescored(),
                    found.micros());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
