package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.deadline.Sleeper;
import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.extract.LenientUri;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a website. The start address is a sitemap (its pages are read), or a page (links are followed from there, within
 * scheme, host and port). A page's objectID is its address.
 *
 * <p>robots.txt, {@code noindex}, {@code nofollow} and canonical links are respected. Pages that the server reports as not
 * modified are taken over from the index.
 */
public final class CrawlSource implements PageSource {
    private final URI start;
    private final CrawlSettings settings;
    private final PageExtractor extractor;
    private final Path stateFolder;
    private final Predicate<String> indexed;
    private final Fetcher fetcher;
    private final Sleeper sleeper;
    private final NanoClock clock;
    private final InstantSource time;
    private @Nullable CrawlState state;
    private volatile long expected = -1;

    /**
     * @param start http or https address of a page or of a sitemap
     * @param stateFolder where the answers of the last crawl are remembered, best the folder of the site
     * @param indexed whether the index has a page of this objectID; only for those "not modified" is asked for
     * @throws IngestException when the address is none of http or https
     */
    public CrawlSource(
            String start,
            CrawlSettings settings,
            PageExtractor extractor,
            Path stateFolder,
            Predicate<String> indexed,
            NanoClock clock,
            InstantSource time) {
        this(
                start,
                settings,
                extractor,
                stateFolder,
                indexed,
                new HttpFetcher(settings, clock),
                Sleeper.SYSTEM,
                clock,
                time);
    }

    CrawlSource(
            String start,
            CrawlSettings settings,
            PageExtractor extractor,
            Path stateFolder,
            Predicate<String> indexed,
            Fetcher fetcher,
            Sleeper sleeper,
            NanoClock clock,
            InstantSource time) {
        this.start = LenientUri.absolute(start)
                .flatMap(CrawlUrls::normalise)
                .orElseThrow(() -> new IngestException(
                        "'" + start + "' cannot be crawled; give an address such as https://www.example.org/"));
        this.settings = settings;
        this.extractor = extractor;
        this.stateFolder = stateFolder;
        this.indexed = indexed;
        this.fetcher = fetcher;
        this.sleeper = sleeper;
        this.clock = clock;
        this.time = time;
    }

    @Override
    public String name() {
        return "crawl:" + start;
    }

    @Override
    public long expected() {
        return expected;
    }

    @Override
    public void read(Consumer<SourceEvent> events) {
        closeState();
        CrawlState opened = CrawlState.open(stateFolder, start);
        state = opened;
        PoliteFetcher polite = new PoliteFetcher(fetcher, settings, sleeper, clock, time);
        new Crawl(start, settings, extractor, polite, opened, indexed, name(), clock, events, count -> expected = count)
                .run();
    }

    @Override
    public void published() {
        if (state != null) {
            state.publish();
        }
    }

    private void closeState() {
        if (state != null) {
            state.close();
            state = null;
        }
    }

    @Override
    public void close() {
        closeState();
        fetcher.close();
    }
}
