package dev.lotse.gateway.http;

import dev.lotse.gateway.cache.BodyTemplate;
import dev.lotse.gateway.cache.CacheKey;
import dev.lotse.gateway.cache.Lifetime;
import dev.lotse.gateway.cache.Loader;
import dev.lotse.gateway.cache.ResponseCache;
import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ops.CacheMeters;
import dev.lotse.gateway.privacy.PersonalDataFinder;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.FilterPrinter;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import dev.lotse.gateway.search.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's search, from the cache where it may come from there. Not cached are searches whose words hold personal data, those
 * with a vector, in which nobody can see what it says, and those that want explanations. Thread-safe.
 */
public final class CachedSearch {
    /** Of the bytes that are made of an answer; to be raised when they change, for gateways of two versions share a store. */
    private static final String REPRESENTATION = "1";

    private static final String NO_SITE_SETTINGS = CacheKey.digest(SiteSettings.STANDARD.toString());

    private final ResponseCache cache;
    private final VisitorSearch search;
    private final SearchService service;
    private final Map<String, String> siteVersions = new ConcurrentHashMap<>();
    private final PersonalDataFinder personalData = new PersonalDataFinder();
    private final CacheMeters meters;
    private final NanoClock clock;
    private final InstantSource wallClock;
    private final RandomGenerator random;
    private final SearchListener listener;

    /**
     * A search.
     *
     * @param sites settings that responses depend on
     * @param wallClock tells when pages that are found cease to be valid
     * @param random makes ids of searches
     * @param listener is told of every search
     */
    public CachedSearch(
            ResponseCache cache,
            VisitorSearch search,
            SearchService service,
            Map<String, SiteSettings> sites,
            CacheMeters meters,
            NanoClock clock,
            InstantSource wallClock,
            RandomGenerator random,
            SearchListener listener) {
        this.cache = cache;
        this.search = search;
        this.service = service;
        this.meters = meters;
        this.clock = clock;
        this.wallClock = wallClock;
        this.random = random;
        this.listener = listener;
        sites.forEach((site, settings) -> siteVersions.put(site, CacheKey.digest(settings.toString())));
    }

    /**
     * A response in the making.
     *
     * @param served the response of the cache; null where the cache had no part in it
     * @param body what is sent
     * @param queryId identifies this search in events, also where its response was made for another
     */
    public record Reply(@Nullable Served served, BodyTemplate body, String queryId) {
        /** What {@code cache} says. */
        Served.Status status() {
            return served == null ? Served.Status.BYPASS : served.status();
        }
    }

    /**
     * Runs a search or finds its response.
     *
     * @param kind what it is counted as
     * @param variant what the response depends on besides the search, such as the language of a page's own texts
     * @param render makes the response of an answer
     * @throws ProblemException for every outcome that is no answer
     */
    public Reply search(
            SearchFields.Parsed given,
            RequestScope scope,
            CacheMeters.Kind kind,
            String variant,
            Function<VisitorSearch.Timed, BodyTemplate> render) {
        // Where no rule asks for the device, all devices share one response.
        SearchFields.Parsed parsed = service.dependsOnDevice(given.request().site()) ? given.on(scope.device()) : given;
        SearchRequest request = parsed.request();
        String fingerprint = mayCache(request) ? fingerprint(request.site()) : null;
        if (fingerprint == null) {
            VisitorSearch.Timed timed = search.run(parsed, scope);
            meters.request(kind, Served.Status.BYPASS, Served.Level.NONE);
            listener.searched(request, scope, timed.answer().queryId(), found(timed.answer()));
            return new Reply(null, render.apply(timed), timed.answer().queryId());
        }
        long start = clock.nanos();
        String[] queryId = new String[1];
        SearchListener.Found[] found = new SearchListener.Found[1];
        Loader loader = (deadline, background) -> {
            VisitorSearch.Timed timed = search.run(parsed, deadline);
            if (!background) {
                search.logQuery(request);
                scope.timings(timed.answer().timings());
                queryId[0] = timed.answer().queryId();
                found[0] = found(timed.answer());
            }
            return new Loader.Loaded(render.apply(timed), lifetime(request.site(), fingerprint, timed));
        };
        Served served = cache.get(
                key(kind, variant, fingerprint, request),
                ResponseCache.Reach.GATEWAYS,
                parsed.timeout(),
                Deadline.in(parsed.timeout(), clock),
                loader);
        meters.request(kind, served.status(), served.level());
        if (queryId[0] == null) {
            scope.timings(Map.of(Step.CACHE, Duration.ofNanos(clock.nanos() - start)));
            search.logQuery(request);
        }
        String id = queryId[0] == null ? SearchId.random(random) : queryId[0];
        listener.searched(request, scope, id, found[0]);
        return new Reply(served, served.entry().body(), id);
    }

    private static SearchListener.Found found(SearchOutcome.Answered answer) {
        return new SearchListener.Found(answer.lang(), answer.result().total());
    }

    /**
     * Finds or makes completions. They stay in this process: what a visitor has typed so far can be the beginning of personal data,
     * which nobody can tell yet, and making them takes no longer than asking another machine.
     *
     * @param parts what the response depends on besides the site
     */
    public Reply suggest(
            String site, String prefix, Duration timeout, Function<Deadline, byte[]> make, String... parts) {
        Deadline deadline = Deadline.in(timeout, clock);
        if (!cache.isEnabled() || hasPersonalData(prefix)) {
            meters.request(CacheMeters.Kind.SUGGEST, Served.Status.BYPASS, Served.Level.NONE);
            return new Reply(null, BodyTemplate.plain(make.apply(deadline)), "");
        }
        String fingerprint = service.fingerprint(site);
        CacheKey key = cache.key(
                site, "suggest", REPRESENTATION, siteVersion(site), fingerprint, prefix, String.join("\n", parts));
        Loader loader = (due, background) -> new Loader.Loaded(
                BodyTemplate.plain(make.apply(due)),
                isCurrent(site, fingerprint) ? cache.settings().lifetime(true) : Lifetime.NONE);
        Served served = cache.get(key, ResponseCache.Reach.PROCESS, timeout, deadline, loader);
        meters.request(CacheMeters.Kind.SUGGEST, served.status(), served.level());
        return new Reply(served, served.entry().body(), "");
    }

    private boolean mayCache(SearchRequest request) {
        return cache.isEnabled()
                && request.vector() == null
                && !request.explain()
                && !hasPersonalData(request.query())
                && (request.filter() instanceof Filter.All || !hasPersonalData(FilterPrinter.print(request.filter())));
    }

    private boolean hasPersonalData(String text) {
        return !personalData.find(text).isEmpty();
    }

    /** Null where the search itself will tell what is wrong. */
    private @Nullable String fingerprint(String site) {
        try {
            return service.fingerprint(site);
        } catch (EngineException e) {
            return null;
        }
    }

    private boolean isCurrent(String site, String fingerprint) {
        return fingerprint.equals(fingerprint(site));
    }

    /** Everything that decides the response. What only decides how long it may take (the timeout) has no place here. */
    private CacheKey key(CacheMeters.Kind kind, String variant, String fingerprint, SearchRequest request) {
        String lang = request.lang();
        EnumSet<FilterField> facets = EnumSet.noneOf(FilterField.class);
        facets.addAll(request.facets());
        return cache.key(
                request.site(),
                kind.name(),
                REPRESENTATION,
                variant,
                siteVersion(request.site()),
                fingerprint,
                request.query(),
                lang == null ? "" : lang,
                request.filter() instanceof Filter.All ? "" : FilterPrinter.print(request.filter()),
                facets.isEmpty() ? "" : facets.toString(),
                request.page() + "/" + request.hitsPerPage(),
                request.mode().name(),
                request.rerank() ? "r" : "",
                request.device().wireName());
    }

    private String siteVersion(String site) {
        return siteVersions.getOrDefault(site, NO_SITE_SETTINGS);
    }

    /** Kept is what is complete, and made of what the key says; and no longer than every page in it may be offered. */
    private Lifetime lifetime(String site, String fingerprint, VisitorSearch.Timed timed) {
        boolean complete = timed.answer().degraded().isEmpty();
        if (!complete || !isCurrent(site, fingerprint)) {
            return Lifetime.NONE;
        }
        Lifetime lifetime = cache.settings().lifetime(timed.answer().result().total() > 0);
        Instant now = wallClock.instant();
        for (PageHit hit : timed.answer().result().hits()) {
            Instant end = hit.page().validUntil();
            if (end != null) {
                lifetime = lifetime.within(Duration.between(now, end));
            }
        }
        return lifetime;
    }

    /** Tells browsers and CDNs what they may keep. */
    CacheHeaders headers() {
        return new CacheHeaders(cache.settings(), clock);
    }
}
