package dev.lotse.gateway.http.page;

import dev.lotse.gateway.cache.BodyTemplate;
import dev.lotse.gateway.http.CachedSearch;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.RequestScope;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.SearchFields;
import dev.lotse.gateway.http.ServerSettings;
import dev.lotse.gateway.http.SiteName;
import dev.lotse.gateway.http.SiteSettings;
import dev.lotse.gateway.http.UrlSearchFields;
import dev.lotse.gateway.ops.CacheMeters;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /search/{site}} and its stylesheet. Thread-safe. */
public final class ResultsPageRoutes {
    private static final Set<String> FIELDS = Set.of("q", "page", "lang", "filters");
    private static final Set<FilterField> FACETS = EnumSet.copyOf(FacetList.FIELDS);
    private static final Header HTML = HeaderValues.createCached("Content-Type", "text/html; charset=utf-8");
    private static final Header CSS = HeaderValues.createCached("Content-Type", "text/css; charset=utf-8");
    private static final Header REVALIDATE = HeaderValues.createCached("Cache-Control", "no-cache");
    private static final Header IMMUTABLE =
            HeaderValues.createCached("Cache-Control", "public, max-age=31536000, immutable");
    private static final Header POLICY = HeaderValues.createCached(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'self'");

    private final CachedSearch search;
    private final ServerSettings settings;
    private final Map<String, SiteSettings> sites;
    private final ZoneId zone;
    private final byte[] style;
    private final String stylesheet;

    /**
     * @param zone of the dates shown
     */
    public ResultsPageRoutes(
            CachedSearch search, ServerSettings settings, Map<String, SiteSettings> sites, ZoneId zone) {
        this.search = search;
        this.zone = zone;
        this.settings = settings;
        this.sites = Map.copyOf(sites);
        this.style = resource("results.css");
        this.stylesheet = "/assets/results-" + hash(style) + ".css";
    }

    /** The page and its stylesheet. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, "/search/{site}", this::page), new Route(Method.GET, stylesheet, this::style));
    }

    private void style(ServerRequest request, ServerResponse response) {
        response.headers().set(CSS);
        response.headers().set(IMMUTABLE);
        response.send(style);
    }

    private void page(ServerRequest request, ServerResponse response) {
        String site = request.path().pathParameters().get("site");
        String chosen = request.query()
                .first("lang")
                .filter(lang -> lang.equals("de") || lang.equals("en"))
                .orElse(null);
        PageTexts texts = PageTexts.of(chosen != null ? chosen : preferred(request));
        try {
            if (!SiteName.isValid(site)) {
                throw new ProblemException(Problem.unknownSite(site));
            }
            respond(request, response, results(request, view(site, texts, chosen), chosen));
        } catch (ProblemException e) {
            response.status(Status.create(e.problem().status()));
            e.headers().forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
            respond(
                    request,
                    response,
                    problem(view(site, texts, chosen), e.problem()).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The view before anything is searched. */
    private PageView view(String site, PageTexts texts, @Nullable String chosen) {
        return new PageView(
                SiteName.isValid(site) ? site : "-",
                sites.getOrDefault(site, SiteSettings.STANDARD),
                texts,
                "",
                new Filter.All(),
                chosen,
                zone);
    }

    private byte[] results(ServerRequest request, PageView view, @Nullable String chosen) {
        if (isBlank(request, "q") && isBlank(request, "filters")) {
            return new ResultsPage(view, stylesheet).start().getBytes(StandardCharsets.UTF_8);
        }
        SearchFields fields = UrlSearchFields.read(request.query(), FIELDS);
        SearchFields.Parsed parsed =
                fields.check(view.site(), settings.searchTimeout()).withFacets(FACETS);
        PageView found = view.of(parsed.request());
        String variant = String.join(
                "\n", view.texts().locale().toLanguageTag(), chosen == null ? "-" : chosen, zone.getId(), stylesheet);
        return search.search(
                        parsed,
                        RequestScope.of(request),
                        CacheMeters.Kind.PAGE,
                        variant,
                        timed -> BodyTemplate.plain(new ResultsPage(found, stylesheet)
                                .results(parsed.request(), timed.answer())
                                .getBytes(StandardCharsets.UTF_8)))
                .body()
                .bytes();
    }

    private static boolean isBlank(ServerRequest request, String field) {
        return request.query().first(field).map(String::isBlank).orElse(true);
    }

    private String problem(PageView view, Problem problem) {
        ResultsPage page = new ResultsPage(view, stylesheet);
        PageTexts texts = view.texts();
        return switch (problem.status()) {
            case 400 ->
                page.message(
                        texts.invalid(),
                        problem.errors().stream()
                                .map(Problem.FieldError::detail)
                                .toList());
            case 404 -> page.message(texts.unknownSite(), List.of());
            case 503 -> page.message(texts.unavailable(), List.of());
            default -> page.message(texts.failed(), List.of());
        };
    }

    private static void respond(ServerRequest request, ServerResponse response, byte[] body) {
        String tag = "W/\"" + hash(body) + "\"";
        response.headers().set(POLICY);
        response.headers().set(REVALIDATE);
        response.headers().add(HeaderNames.VARY, "Accept-Language");
        response.headers().set(HeaderNames.ETAG, tag);
        boolean same = response.status().code() == 200
                && request.headers().first(HeaderNames.IF_NONE_MATCH).orElse("").contains(tag);
        if (same) {
            response.status(Status.NOT_MODIFIED_304);
            response.send();
            return;
        }
        response.headers().set(HTML);
        response.send(body);
    }

    /** German where the browser prefers it to English, else English (RFC 9110 section 12.5.4). */
    private static String preferred(ServerRequest request) {
        String header = request.headers().first(HeaderNames.ACCEPT_LANGUAGE).orElse("");
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(header), List.of(Locale.GERMAN, Locale.ENGLISH));
            return best == null ? "en" : best.getLanguage();
        } catch (IllegalArgumentException e) {
            return "en";
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = ResultsPageRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
