package dev.lotse.gateway.http;

import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ops.CacheMeters;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The visitors' JSON routes: search and suggest. */
public final class SearchRoutes {
    static final List<String> SUGGEST_FIELDS = List.of("q", "lang", "limit");

    private static final int DEFAULT_SUGGESTIONS = 8;
    private static final int MAX_SUGGESTIONS = 20;

    private static final byte[] NO_NOTE = {};

    private final CachedSearch search;
    private final CacheHeaders headers;
    private final SearchService service;
    private final ServerSettings settings;
    private final Map<String, SiteSettings> sites;
    private final NanoClock clock;

    public SearchRoutes(
            CachedSearch search,
            SearchService service,
            ServerSettings settings,
            Map<String, SiteSettings> sites,
            NanoClock clock) {
        this.search = search;
        this.headers = search.headers();
        this.service = service;
        this.settings = settings;
        this.sites = Map.copyOf(sites);
        this.clock = clock;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, "/v1/sites/{site}/search", this::searchByUrl),
                new Route(Method.POST, "/v1/sites/{site}/search", this::searchByJson),
                new Route(Method.GET, "/v1/sites/{site}/suggest", this::suggest));
    }

    private void searchByUrl(ServerRequest request, ServerResponse response) {
        answer(UrlSearchFields.read(request.query()), request, response);
    }

    private void searchByJson(ServerRequest request, ServerResponse response) {
        byte[] body = Bodies.read(request, "application/json", settings.maxBody());
        rejectUrlFields(request.query());
        answer(JsonSearchFields.read(body), request, response);
    }

    private void answer(SearchFields fields, ServerRequest request, ServerResponse response) {
        String site = site(request);
        SearchFields.Parsed parsed = fields.check(site, settings.searchTimeout());
        RequestScope scope = RequestScope.of(request);
        SiteSettings siteSettings = settingsOf(site);
        CachedSearch.Reply reply = search.search(
                parsed,
                scope,
                CacheMeters.Kind.SEARCH,
                "",
                timed -> SearchJson.template(parsed.request(), timed.answer(), siteSettings));
        long millis = (clock.nanos() - scope.startNanos()) / 1_000_000;
        send(request, response, reply, SearchJson.note(millis, reply.status()));
    }

    private void send(ServerRequest request, ServerResponse response, CachedSearch.Reply reply, byte[] note) {
        Served served = reply.served();
        if (served == null) {
            CacheHeaders.bypass(response);
        } else if (headers.answered(request, response, served)) {
            return;
        }
        response.headers().set(HeaderValues.CONTENT_TYPE_JSON);
        response.send(reply.body().fill(reply.queryId().getBytes(StandardCharsets.ISO_8859_1), note));
    }

    private void suggest(ServerRequest request, ServerResponse response) {
        UriQuery query = request.query();
        FieldErrors errors = new FieldErrors();
        for (String name : query.names()) {
            if (!SUGGEST_FIELDS.contains(name)) {
                errors.unknown(name, query.first(name).orElse(null), SUGGEST_FIELDS);
            } else if (query.all(name).size() > 1) {
                errors.add(
                        name,
                        null,
                        "one value",
                        name + " is given " + query.all(name).size() + " times");
            }
        }
        String prefix = QueryText.clean(query.first("q").orElse(""));
        if (query.first("q").isEmpty()) {
            errors.add("q", null, "what the visitor has typed so far", "q is missing");
        } else if (prefix.length() > SearchRequest.MAX_QUERY) {
            errors.add(
                    "q",
                    prefix,
                    "at most " + SearchRequest.MAX_QUERY + " characters",
                    "q has " + prefix.length() + " characters; allowed are at most " + SearchRequest.MAX_QUERY);
        }
        String lang = language(query.first("lang").orElse("auto"), errors);
        int limit = limit(query.first("limit").orElse(null), errors);
        errors.throwIfAny();
        String site = site(request);
        SiteSettings siteSettings = settingsOf(site);
        if (prefix.isEmpty()) {
            // An emptied search box is no mistake; it has no completions.
            Responses.json(response, SearchJson.suggestions(List.of(), siteSettings));
            return;
        }
        CachedSearch.Reply reply = search.suggest(
                site,
                prefix,
                settings.searchTimeout(),
                deadline -> SearchJson.suggestions(service.suggest(site, prefix, lang, limit, deadline), siteSettings),
                lang == null ? "" : lang,
                Integer.toString(limit));
        send(request, response, reply, NO_NOTE);
    }

    private static @Nullable String language(String lang, FieldErrors errors) {
        return switch (lang) {
            case "auto" -> null;
            case "de", "en" -> lang;
            default -> {
                errors.bad("lang", lang, "auto, de, en");
                yield null;
            }
        };
    }

    private static int limit(@Nullable String text, FieldErrors errors) {
        if (text == null) {
            return DEFAULT_SUGGESTIONS;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_SUGGESTIONS) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number that is out of range.
        }
        errors.bad("limit", text, "1 to " + MAX_SUGGESTIONS);
        return DEFAULT_SUGGESTIONS;
    }

    /** A POST whose fields stand half in the URL would silently lose them. */
    private static void rejectUrlFields(UriQuery query) {
        FieldErrors errors = new FieldErrors();
        for (String name : query.names()) {
            errors.add(
                    name,
                    query.first(name).orElse(null),
                    "fields of the JSON body",
                    name + " stands in the URL of a POST");
        }
        errors.throwIfAny();
    }

    private static String site(ServerRequest request) {
        String site = request.path().pathParameters().get("site");
        if (!SiteName.isValid(site)) {
            throw new ProblemException(Problem.unknownSite(site));
        }
        return site;
    }

    private SiteSettings settingsOf(String site) {
        SiteSettings settings = sites.get(site);
        return settings == null ? SiteSettings.STANDARD : settings;
    }
}
