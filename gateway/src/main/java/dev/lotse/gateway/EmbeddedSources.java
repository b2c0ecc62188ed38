package dev.lotse.gateway;

import dev.lotse.gateway.cli.Sources;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.crawl.CrawlSettings;
import dev.lotse.gateway.ingest.crawl.CrawlSource;
import dev.lotse.gateway.ingest.extract.ExtractionSettings;
import dev.lotse.gateway.ingest.extract.LanguageDetector;
import dev.lotse.gateway.ingest.extract.OpenNlpLanguageDetector;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import dev.lotse.gateway.ingest.folder.FolderSource;
import dev.lotse.gateway.ingest.push.NdjsonLimits;
import dev.lotse.gateway.ingest.push.NdjsonPages;
import dev.lotse.gateway.retrieval.SearchEngine;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Sources that share one extractor. Thread-safe. */
final class EmbeddedSources implements Sources {
    private final Path state;
    private final SearchEngine engine;
    private final LanguageDetector detector = new OpenNlpLanguageDetector();
    private final PageExtractor extractor = new PageExtractor(detector, ExtractionSettings.DEFAULT);

    /**
     * @param state folder with a folder for each site, for what a crawl remembers
     * @param engine tells which pages are in the index
     */
    EmbeddedSources(Path state, SearchEngine engine) {
        this.state = state;
        this.engine = engine;
    }

    @Override
    public PageSource folder(Path folder, @Nullable URI baseUrl) {
        return new FolderSource(folder, baseUrl, extractor);
    }

    @Override
    public PageSource crawl(CrawlRequest request) {
        CrawlSettings standard = CrawlSettings.defaults();
        return new CrawlSource(
                request.start().toString(),
                standard.withLimits(request.maxPages(), standard.maxDepth(), standard.delay())
                        .withPrivateAddresses(request.allowPrivate()),
                extractor,
                state.resolve(request.site()),
                objectId -> isIndexed(request.site(), objectId),
                NanoClock.SYSTEM,
                InstantSource.system());
    }

    @Override
    public NdjsonPages lines(int maxLine) {
        return new NdjsonPages(extractor, detector, new NdjsonLimits(maxLine, NdjsonLimits.DEFAULT.maxLines()));
    }

    private boolean isIndexed(String site, String objectId) {
        return engine.sites().contains(site) && engine.page(site, objectId).isPresent();
    }
}
