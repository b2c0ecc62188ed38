package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.PageSource.SourceEvent;
import dev.lotse.gateway.ingest.extract.ExtractedPage;
import dev.lotse.gateway.ingest.extract.LenientUri;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One crawl: breadth first from the start, one request at a time. Used by one thread. */
final class Crawl {
    private static final int MAX_REDIRECTS = 5;

    /** After so many requests without any answer the site counts as gone, and the crawl ends without a result. */
    private static final int MAX_FAILURES_IN_A_ROW = 10;

    private final URI start;
    private final CrawlSettings settings;
    private final PageExtractor extractor;
    private final PoliteFetcher fetcher;
    private final CrawlState state;
    private final Predicate<String> indexed;
    private final String source;
    private final Consumer<SourceEvent> events;
    private final LongConsumer expected;
    private final Deadline deadline;

    private final Deque<Entry> frontier = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Entry> aliases = new HashMap<>();

    /** Addresses that were visited and stand for no page of their own. */
    private final Set<String> deadEnds = new HashSet<>();

    private CrawlUrls site;
    private RobotsTxt robots = RobotsTxt.DISALLOW_ALL;
    private boolean followLinks = true;
    private boolean allKnown = true;
    private int fetches;
    private int failuresInARow;

    /** An address that waits. */
    private record Entry(URI uri, int depth, int redirects, boolean ignoreCanonical) {}

    Crawl(
            URI start,
            CrawlSettings settings,
            PageExtractor extractor,
            PoliteFetcher fetcher,
            CrawlState state,
            Predicate<String> indexed,
            String source,
            NanoClock clock,
            Consumer<SourceEvent> events,
            LongConsumer expected) {
        this.start = start;
        this.settings = settings;
        this.extractor = extractor;
        this.fetcher = fetcher;
        this.state = state;
        this.indexed = indexed;
        this.source = source;
        this.events = events;
        this.expected = expected;
        this.deadline = Deadline.in(settings.maxDuration(), clock);
        this.site = CrawlUrls.of(start);
    }

    void run() {
        begin();
        while (!frontier.isEmpty()) {
            if (deadline.expired()) {
                skip(
                        start.toString(),
                        "the crawl ended after " + settings.maxDuration() + " with " + frontier.size()
                                + " addresses left; pages that were not reached stay as they were");
                keepUnreached();
                return;
            }
            if (fetches >= settings.maxPages()) {
                skip(
                        start.toString(),
                        "the crawl ended after " + settings.maxPages() + " addresses with " + frontier.size()
                                + " left; raise the limit to read them");
                return;
            }
            visit(frontier.removeFirst());
        }
        if (!allKnown) {
            keepUnreached();
        }
    }

    /** Finds out whether the start is a page or a sitemap, under the name that the site prefers. */
    private void begin() {
        URI at = start;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            readRobots();
            if (!robots.allows(CrawlUrls.pathAndQuery(at))) {
                throw new IngestException("robots.txt of " + site.origin() + " does not allow to read " + at);
            }
            Fetched fetched;
            try {
                fetched = fetcher.fetch(
                        at, Map.of(), Math.max(extractor.settings().maxBytes(), Sitemap.MAX_BYTES));
            } catch (IOException | AddressPolicy.ForbiddenAddressException e) {
                throw new IngestException("cannot read " + at + ": " + e.getMessage(), e);
            }
            if (fetched.isRedirect()) {
                at = redirected(at, fetched);
                continue;
            }
            if (fetched.status() != 200) {
                throw new IngestException(at + " answers " + fetched.status() + "; give an address that can be read");
            }
            if (Sitemap.isSitemap(fetched)) {
                followLinks = false;
                SitemapReader sitemap = new SitemapReader(fetcher, site, robots, this::skip);
                sitemap.read(at, fetched.body()).forEach(uri -> enqueue(uri, 0));
                allKnown = sitemap.complete();
                expected.accept(Math.min(frontier.size(), settings.maxPages()));
            } else {
                seen.add(at.toString());
                fetches++;
                handle(new Entry(at, 0, 0, false), fetched);
            }
            return;
        }
        throw new IngestException(start + " redirects more than " + MAX_REDIRECTS + " times");
    }

    private URI redirected(URI from, Fetched fetched) {
        URI target = target(from, fetched)
                .orElseThrow(() -> new IngestException(from + " redirects to an unusable address"));
        if (site.own(target).isEmpty()) {
            if (!site.isSameSite(target)) {
                throw new IngestException(
                        from + " redirects to another site, " + target + "; crawl that address instead");
            }
            site = CrawlUrls.of(target);
        }
        return target;
    }

    /** RFC 9309, 2.3.1: 4xx means no rules, 5xx and no answer mean that nothing may be read. */
    private void readRobots() {
        URI at = URI.create(site.origin() + "/robots.txt");
        try {
            for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
                Fetched fetched = fetcher.fetch(at, Map.of(), RobotsTxt.MAX_LENGTH);
                if (fetched.isRedirect()) {
                    Optional<URI> target = target(at, fetched).filter(site::isSameSite);
                    if (target.isPresent()) {
                        at = target.get();
                        continue;
                    }
                }
                if (fetched.isForTheMoment()) {
                    throw new IngestException(at + " answers " + fetched.status()
                            + ", which forbids to crawl (RFC 9309); try again later");
                }
                robots = fetched.status() == 200
                        ? RobotsTxt.parse(new String(fetched.body(), StandardCharsets.UTF_8), settings.productToken())
                        : RobotsTxt.ALLOW_ALL;
                robots.crawlDelay().ifPresent(fetcher::atLeast);
                return;
            }
            robots = RobotsTxt.ALLOW_ALL;
        } catch (IOException | AddressPolicy.ForbiddenAddressException e) {
            throw new IngestException("cannot read " + at + ": " + e.getMessage(), e);
        }
    }

    private void visit(Entry entry) {
        String url = entry.uri().toString();
        if (!robots.allows(CrawlUrls.pathAndQuery(entry.uri()))) {
            skip(url, "robots.txt does not allow to read it");
            return;
        }
        fetches++;
        Optional<CrawlState.Visit> last =
                entry.ignoreCanonical() ? Optional.empty() : state.last(url).filter(visit -> indexed.test(url));
        try {
            Fetched fetched = fetcher.fetch(
                    entry.uri(), conditions(last), extractor.settings().maxBytes());
            failuresInARow = 0;
            if (fetched.status() == 304 && last.isPresent()) {
                events.accept(new SourceEvent.Unchanged(url));
                state.put(url, last.get());
                last.get().links().forEach(link -> enqueue(URI.create(link), entry.depth() + 1));
            } else {
                handle(entry, fetched);
            }
        } catch (AddressPolicy.ForbiddenAddressException e) {
            skip(url, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (++failuresInARow >= MAX_FAILURES_IN_A_ROW) {
                throw new IngestException(
                        site.origin() + " stopped answering (" + e.getMessage()
                                + "); the index stays as it was, try again later",
                        e);
            }
            failed(entry, "no answer: " + e.getMessage(), true);
        }
    }

    private static Map<String, String> conditions(Optional<CrawlState.Visit> last) {
        Map<String, String> headers = new HashMap<>();
        last.ifPresent(visit -> {
            if (!visit.etag().isEmpty()) {
                headers.put("If-None-Match", visit.etag());
            }
            if (!visit.lastModified().isEmpty()) {
                headers.put("If-Modified-Since", visit.lastModified());
            }
        });
        return headers;
    }

    private void handle(Entry entry, Fetched fetched) {
        String url = entry.uri().toString();
        if (fetched.isRedirect()) {
            followRedirect(entry, fetched);
        } else if (fetched.status() != 200) {
            failed(entry, "the server answers " + fetched.status(), fetched.isForTheMoment());
        } else {
            switch (fetched.mediaType()) {
                case "text/html", "application/xhtml+xml", "" ->
                    page(entry, fetched, extractor.html(fetched.body(), fetched.charset(), entry.uri()));
                case "text/markdown" -> page(entry, fetched, extractor.markdown(fetched.body(), entry.uri()));
                default -> skip(url, fetched.mediaType() + " is not read");
            }
        }
    }

    private void page(Entry entry, Fetched fetched, ExtractedPage page) {
        String url = entry.uri().toString();
        List<URI> links = page.robots().nofollow() || fetched.robotsTag("nofollow")
                ? List.of()
                : page.allLinks().stream()
                        .flatMap(link -> site.own(link).stream())
                        .toList();
        links.forEach(link -> enqueue(link, entry.depth() + 1));
        if (page.robots().noindex() || page.robots().excluded() || fetched.robotsTag("noindex")) {
            skip(url, "it asks not to be indexed (noindex)");
            return;
        }
        Optional<URI> canonical = canonical(entry, page);
        if (canonical.isPresent()) {
            skip(url, "it is known as " + canonical.get());
            deadEnds.add(url);
            aliases.putIfAbsent(canonical.get().toString(), entry);
            if (seen.add(canonical.get().toString())) {
                frontier.addFirst(new Entry(canonical.get(), entry.depth(), entry.redirects(), false));
            }
            return;
        }
        if (page.truncated() != null) {
            skip(url, page.truncated());
        }
        state.put(
                url,
                new CrawlState.Visit(
                        header(fetched, "etag"),
                        header(fetched, "last-modified"),
                        followLinks ? links.stream().map(URI::toString).toList() : List.of()));
        events.accept(new SourceEvent.Found(
                page.toPage(url, url, source, target -> site.own(target).map(URI::toString))));
    }

    /** Another page of the site that stands for this one. A canonical link of inner pages to the home page is a mistake. */
    private Optional<URI> canonical(Entry entry, ExtractedPage page) {
        return entry.ignoreCanonical()
                ? Optional.empty()
                : Stream.ofNullable(page.robots().canonical())
                        .flatMap(uri -> site.own(uri).stream())
                        .filter(uri ->
                                !uri.equals(entry.uri()) && !uri.getRawPath().equals("/"))
                        .filter(uri -> robots.allows(CrawlUrls.pathAndQuery(uri)))
                        .filter(uri -> !deadEnds.contains(uri.toString()))
                        .findFirst();
    }

    private void followRedirect(Entry entry, Fetched fetched) {
        String url = entry.uri().toString();
        deadEnds.add(url);
        Optional<URI> target = target(entry.uri(), fetched);
        Optional<URI> own = target.flatMap(site::own);
        if (own.isEmpty()) {
            skip(
                    url,
                    "it redirects to another site: " + target.map(URI::toString).orElse("an unusable address"));
        } else if (entry.redirects() >= MAX_REDIRECTS) {
            skip(url, "it redirects more than " + MAX_REDIRECTS + " times");
        } else if (own.get().equals(entry.uri()) || deadEnds.contains(own.get().toString())) {
            skip(url, "it redirects in a circle, or to an address that is no page: " + own.get());
        } else if (seen.add(own.get().toString())) {
            frontier.addFirst(new Entry(own.get(), entry.depth(), entry.redirects() + 1, false));
        }
        Entry alias = aliases.remove(url);
        if (alias != null) {
            frontier.addFirst(new Entry(alias.uri(), alias.depth(), 0, true));
        }
    }

    private static Optional<URI> target(URI from, Fetched fetched) {
        return fetched.header("location")
                .flatMap(location -> LenientUri.resolve(from, location))
                .flatMap(CrawlUrls::normalise);
    }

    private void failed(Entry entry, String reason, boolean forTheMoment) {
        String url = entry.uri().toString();
        if (forTheMoment && indexed.test(url)) {
            skip(url, reason + "; it stays in the index as it was");
            events.accept(new SourceEvent.Unchanged(url));
            state.last(url).ifPresent(visit -> state.put(url, visit));
        } else {
            skip(url, reason);
            deadEnds.add(url);
        }
        Entry alias = aliases.remove(url);
        if (alias != null) {
            frontier.addFirst(new Entry(alias.uri(), alias.depth(), 0, true));
        }
    }

    private void keepUnreached() {
        Set<String> waiting = new HashSet<>();
        frontier.forEach(entry -> waiting.add(entry.uri().toString()));
        for (String url : state.lastUrls()) {
            if ((!seen.contains(url) || waiting.contains(url)) && indexed.test(url)) {
                events.accept(new SourceEvent.Unchanged(url));
                state.last(url).ifPresent(visit -> state.put(url, visit));
            }
        }
    }

    private void enqueue(URI uri, int depth) {
        if (depth > 0 && (!followLinks || depth > settings.maxDepth())) {
            return;
        }
        if (site.isPage(uri) && seen.add(uri.toString())) {
            frontier.addLast(new Entry(uri, depth, 0, false));
        }
    }

    private static String header(Fetched fetched, String name) {
        return fetched.header(name).filter(value -> value.indexOf('\n') < 0).orElse("");
    }

    private void skip(String location, String reason) {
        events.accept(new SourceEvent.Skipped(location, reason));
    }
}
