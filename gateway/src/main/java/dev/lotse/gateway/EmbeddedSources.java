package dev.lotse.gateway;

import dev.lotse.gateway.cli.Sources;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.extract.ExtractionSettings;
import dev.lotse.gateway.ingest.extract.LanguageDetector;
import dev.lotse.gateway.ingest.extract.OpenNlpLanguageDetector;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import dev.lotse.gateway.ingest.folder.FolderSource;
import dev.lotse.gateway.ingest.push.NdjsonLimits;
import dev.lotse.gateway.ingest.push.NdjsonPages;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Sources that share one extractor. Thread-safe. */
final class EmbeddedSources implements Sources {
    private final LanguageDetector detector = new OpenNlpLanguageDetector();
    private final PageExtractor extractor = new PageExtractor(detector, ExtractionSettings.DEFAULT);

    @Override
    public PageSource folder(Path folder, @Nullable URI baseUrl) {
        return new FolderSource(folder, baseUrl, extractor);
    }

    @Override
    public PageSource crawl(CrawlRequest request) {
        throw new dev.lotse.gateway.ingest.IngestException("crawling is not built in yet");
    }

    @Override
    public NdjsonPages lines(int maxLine) {
        return new NdjsonPages(
                extractor, detector, new NdjsonLimits(maxLine, NdjsonLimits.DEFAULT.maxLines()));
    }
}
