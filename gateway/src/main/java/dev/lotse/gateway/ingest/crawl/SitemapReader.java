package dev.lotse.gateway.ingest.crawl;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads a sitemap and the sitemaps that it names, within one site. */
final class SitemapReader {
    private static final int MAX_FILES = 1000;

    private final PoliteFetcher fetcher;
    private final CrawlUrls site;
    private final RobotsTxt robots;
    private final BiConsumer<String, String> skipped;
    private boolean complete = true;

    SitemapReader(PoliteFetcher fetcher, CrawlUrls site, RobotsTxt robots, BiConsumer<String, String> skipped) {
        this.fetcher = fetcher;
        this.site = site;
        this.robots = robots;
        this.skipped = skipped;
    }

    /**
     * The addresses of pages in the order of the files.
     *
     * @param body of the first sitemap, which is fetched already
     */
    Set<URI> read(URI first, byte[] body) {
        Set<URI> pages = new LinkedHashSet<>();
        Set<URI> seen = new HashSet<>(Set.of(first));
        Deque<URI> waiting = new ArrayDeque<>();
        parse(first, body, pages, waiting, seen);
        while (!waiting.isEmpty()) {
            if (seen.size() > MAX_FILES) {
                skipped.accept(first.toString(), "more than " + MAX_FILES + " sitemap files; the rest is not read");
                break;
            }
            fetch(waiting.removeFirst(), pages, waiting, seen);
        }
        return pages;
    }

    /** Whether no file failed that may be readable another time. */
    boolean complete() {
        return complete;
    }

    private void fetch(URI uri, Set<URI> pages, Deque<URI> waiting, Set<URI> seen) {
        if (!robots.allows(CrawlUrls.pathAndQuery(uri))) {
            skipped.accept(uri.toString(), "robots.txt does not allow to read it");
            return;
        }
        try {
            Fetched fetched = fetcher.fetch(uri, Map.of(), Sitemap.MAX_BYTES);
            if (fetched.status() == 200) {
                parse(uri, fetched.body(), pages, waiting, seen);
            } else {
                complete &= !fetched.isForTheMoment();
                skipped.accept(uri.toString(), "sitemap: the server answers " + fetched.status());
            }
        } catch (AddressPolicy.ForbiddenAddressException e) {
            skipped.accept(uri.toString(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            complete = false;
            skipped.accept(uri.toString(), "sitemap: no answer: " + e.getMessage());
        }
    }

    private void parse(URI uri, byte[] body, Set<URI> pages, Deque<URI> waiting, Set<URI> seen) {
        try {
            Sitemap sitemap = Sitemap.parse(body);
            int foreign = 0;
            for (URI page : sitemap.pages()) {
                foreign += site.own(page).isPresent() ? 0 : 1;
                site.own(page).ifPresent(pages::add);
            }
            for (URI further : sitemap.sitemaps()) {
                foreign += site.own(further).isPresent() ? 0 : 1;
                site.own(further).filter(seen::add).ifPresent(waiting::addLast);
            }
            if (foreign > 0) {
                skipped.accept(uri.toString(), "sitemap: " + foreign + " addresses of other sites");
            }
        } catch (IOException e) {
            skipped.accept(uri.toString(), "sitemap: " + e.getMessage());
        }
    }
}
