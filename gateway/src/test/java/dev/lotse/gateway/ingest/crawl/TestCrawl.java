package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.ingest.PageSource.SourceEvent;
import dev.lotse.gateway.ingest.extract.ExtractionSettings;
import dev.lotse.gateway.ingest.extract.LanguageDetector;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Crawls a {@link TestSite} run after run, and keeps between runs what an index would keep: the pages and the state file. Nothing
 * waits: pauses move the manual time.
 */
final class TestCrawl {
    /** No pause, three tries, private addresses allowed. */
    static final CrawlSettings SETTINGS = new CrawlSettings(
            "TestBot/1.0 (tests)",
            1000,
            20,
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ofSeconds(10),
            2,
            Duration.ofMinutes(2),
            true);

    final ManualTime time = new ManualTime();
    private final TestSite site;
    private final Path stateFolder;
    private CrawlSettings settings = SETTINGS;
    private ExtractionSettings extraction = ExtractionSettings.DEFAULT;
    private Set<String> indexed = new HashSet<>();
    private Consumer<SourceEvent> onEvent = event -> {};

    TestCrawl(TestSite site, Path stateFolder) {
        this.site = site;
        this.stateFolder = stateFolder;
    }

    TestCrawl with(UnaryOperator<CrawlSettings> change) {
        settings = change.apply(settings);
        return this;
    }

    TestCrawl maxBytes(int bytes) {
        extraction = new ExtractionSettings(bytes, 10_000, ZoneOffset.UTC);
        return this;
    }

    TestCrawl onEvent(Consumer<SourceEvent> consumer) {
        onEvent = consumer;
        return this;
    }

    CrawlResult run(String startPath) {
        return runAt(site.url(startPath));
    }

    CrawlResult runAt(String start) {
        return run(start, new HttpFetcher(settings, time));
    }

    /** One run that succeeds: what it found is in the index afterwards, and nothing else. */
    CrawlResult run(String start, Fetcher fetcher) {
        CrawlResult result = CrawlResult.empty();
        Set<String> next = new HashSet<>();
        try (CrawlSource source = new CrawlSource(
                start,
                settings,
                new PageExtractor(LanguageDetector.NONE, extraction),
                stateFolder,
                indexed::contains,
                fetcher,
                time,
                time,
                time)) {
            source.read(event -> {
                onEvent.accept(event);
                result.add(site.url(""), event);
                switch (event) {
                    case SourceEvent.Found found -> next.add(found.page().objectId());
                    case SourceEvent.Unchanged same -> next.add(same.objectId());
                    case SourceEvent.Skipped skipped -> {}
                }
            });
            source.published();
        }
        indexed = next;
        return result;
    }
}
