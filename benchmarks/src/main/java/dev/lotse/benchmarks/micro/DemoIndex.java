package dev.lotse.benchmarks.micro;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ingest.extract.ExtractionSettings;
import dev.lotse.gateway.ingest.extract.OpenNlpLanguageDetector;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import dev.lotse.gateway.ingest.folder.FolderSource;
import dev.lotse.gateway.ingest.run.DefaultIngestService;
import dev.lotse.gateway.ingest.run.IngestSettings;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import dev.lotse.ranking.fusion.FusionMethod;
import dev.lotse.ranking.fusion.FusionSpec;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The demo site in an embedded index in a folder of its own, which closing deletes. Thread-safe but for closing. */
public final class DemoIndex implements AutoCloseable {
    /** Name of the site. */
    public static final String SITE = "demo";

    private static final Duration WATCH = Duration.ofHours(1);
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private final Path folder;
    private final SearchEngine engine;
    private final HashedWords encoder = new HashedWords();

    /** Builds it; takes a second or two. */
    public DemoIndex() throws IOException {
        folder = Files.createTempDirectory("lotse-bench-index");
        engine = new LuceneEngine(folder.resolve("index"), WATCH);
        PageExtractor extractor = new PageExtractor(new OpenNlpLanguageDetector(), ExtractionSettings.DEFAULT);
        Object unused = new DefaultIngestService(
                        folder.resolve("ingest"), engine, encoder, IngestSettings.defaults(), NanoClock.SYSTEM)
                .run(SITE, new FolderSource(DemoTexts.pages(), null, extractor), progress -> {});
    }

    /** What is asked. */
    public enum Kind {
        KEYWORD,
        SEMANTIC,
        HYBRID
    }

    SearchEngine engine() {
        return engine;
    }

    /** A request for ten pages as the pipeline would make it, without expansions. */
    public RetrievalRequest request(String query, Kind kind) {
        TextQuery text = new TextQuery(
                query,
                TextLanguage.GERMAN,
                Map.of("title", 1.2f, "headings", 1f, "body", 1f, "url", 0.3f, "links", 1f),
                List.of(),
                0.2f,
                0,
                1);
        return new RetrievalRequest(
                kind == Kind.SEMANTIC ? List.of() : List.of(text),
                kind == Kind.KEYWORD ? null : encoder.encodeQuery(query, false).vector(),
                new FusionSpec(FusionMethod.CONVEX, 0.6f, 0.4f, 200, 60),
                new Filter.All(),
                AT,
                Set.of(),
                0,
                10,
                false);
    }

    /** Asks it. */
    public RetrievalResult search(RetrievalRequest request) {
        return engine.search(SITE, request, Deadline.in(Duration.ofSeconds(10), NanoClock.SYSTEM));
    }

    @Override
    public void close() throws IOException {
        engine.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
