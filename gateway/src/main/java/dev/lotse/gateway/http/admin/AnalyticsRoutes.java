package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.analytics.EventStore;
import dev.lotse.gateway.analytics.EventStore.DayTotals;
import dev.lotse.gateway.analytics.EventStore.Order;
import dev.lotse.gateway.analytics.EventStore.QueryTotals;
import dev.lotse.gateway.analytics.EventStore.Span;
import dev.lotse.gateway.analytics.EventStore.Totals;
import dev.lotse.gateway.analytics.Suggestions;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.rules.SynonymCsv;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** What visitors search for and find, and what might help them. Thread-safe. */
public final class AnalyticsRoutes {
    private static final String PATH = "/admin/v1/sites/{site}/";
    private static final int MAX_ROWS = 100_000;
    private static final List<String> ORDERS = List.of("searches", "no-results", "low-click", "rising", "falling");

    private final AdminAccess access;
    private final SearchEngine engine;
    private final EventStore store;
    private final Suggestions suggestions;
    private final InstantSource clock;

    public AnalyticsRoutes(
            AdminAccess access, SearchEngine engine, EventStore store, Suggestions suggestions, InstantSource clock) {
        this.access = access;
        this.engine = engine;
        this.store = store;
        this.suggestions = suggestions;
        this.clock = clock;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, PATH + "analytics/queries", access.guard(Role.ANALYST, this::queries)),
                new Route(Method.GET, PATH + "analytics/days", access.guard(Role.ANALYST, this::days)),
                new Route(Method.GET, PATH + "suggestions", access.guard(Role.ANALYST, this::suggestions)));
    }

    private void queries(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("from", "to", "lang", "order", "limit", "format"));
        Order order = switch (query.choice("order", ORDERS, "searches")) {
            case "no-results" -> Order.EMPTY;
            case "low-click" -> Order.UNCLICKED;
            case "rising" -> Order.RISING;
            case "falling" -> Order.FALLING;
            default -> Order.SEARCHES;
        };
        int limit = query.integer("limit", 1, MAX_ROWS, 100);
        String format = query.choice("format", List.of("json", "csv", "ndjson"), "json");
        Span span = Spans.of(request, query, engine, clock);
        List<QueryTotals> rows = store.queries(span, order, limit);
        switch (format) {
            case "csv" -> file(response, "text/csv", csv(rows));
            case "ndjson" -> file(response, "application/x-ndjson", ndjson(rows));
            default ->
                Responses.json(response, Json.bytes(json -> {
                    json.writeStartObject();
                    Spans.write(json, span);
                    json.writeArrayFieldStart("queries");
                    for (QueryTotals row : rows) {
                        row(json, row);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }));
        }
    }

    private static void row(JsonGenerator json, QueryTotals row) throws IOException {
        json.writeStartObject();
        json.writeStringField("query", row.query());
        totals(json, row.totals());
        json.writeEndObject();
    }

    private static void file(ServerResponse response, String type, String text) {
        response.headers().set(HeaderNames.CONTENT_TYPE, type + "; charset=UTF-8");
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String csv(List<QueryTotals> rows) {
        StringBuilder out = new StringBuilder(
                "query,searches,noResults,clickedSearches,clicks,clickThrough,meanReciprocalRank\r\n");
        for (QueryTotals row : rows) {
            Totals totals = row.totals();
            String safe = SynonymCsv.withoutFormula(row.query());
            out.append('"').append(safe.replace("\"", "\"\"")).append('"');
            out.append(String.format(
                    Locale.ROOT,
                    ",%d,%d,%d,%d,%.4f,%.4f\r\n",
                    totals.searches(),
                    totals.empty(),
                    totals.clicked(),
                    totals.clicks(),
                    totals.clickThrough(),
                    totals.meanReciprocalRank()));
        }
        return out.toString();
    }

    private static String ndjson(List<QueryTotals> rows) {
        StringBuilder out = new StringBuilder();
        for (QueryTotals row : rows) {
            out.append(new String(Json.bytes(json -> row(json, row)), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return out.toString();
    }

    private void days(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("from", "to", "lang"));
        Span span = Spans.of(request, query, engine, clock);
        List<DayTotals> rows = store.days(span);
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            Spans.write(json, span);
            json.writeArrayFieldStart("days");
            for (DayTotals row : rows) {
                json.writeStartObject();
                json.writeStringField("day", LocalDate.ofEpochDay(row.day()).toString());
                totals(json, row.totals());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private void suggestions(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("from", "to", "lang"));
        Span span = Spans.of(request, query, engine, clock);
        List<Suggestions.SynonymIdea> synonyms = suggestions.synonyms(span);
        List<Suggestions.UnansweredQuery> unanswered = suggestions.unanswered(span);
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("synonyms");
            for (Suggestions.SynonymIdea idea : synonyms) {
                json.writeStartObject();
                json.writeStringField("type", "one-way");
                json.writeStringField("term", idea.from());
                json.writeStringField("to", idea.to());
                json.writeObjectFieldStart("evidence");
                json.writeStringField("first", idea.pair().first());
                json.writeStringField("next", idea.pair().next());
                json.writeNumberField("times", idea.pair().times());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("unanswered");
            for (Suggestions.UnansweredQuery one : unanswered) {
                json.writeStartObject();
                json.writeStringField("query", one.query().query());
                totals(json, one.query().totals());
                json.writeArrayFieldStart("near");
                for (Page page : one.pages()) {
                    json.writeStartObject();
                    json.writeStringField("objectID", page.objectId());
                    json.writeStringField("title", page.title());
                    json.writeStringField("url", page.url());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void totals(JsonGenerator json, Totals totals) throws IOException {
        json.writeNumberField("searches", totals.searches());
        json.writeNumberField("noResults", totals.empty());
        json.writeNumberField("clickedSearches", totals.clicked());
        json.writeNumberField("clicks", totals.clicks());
        json.writeNumberField("clickThrough", totals.clickThrough());
        json.writeNumberField("meanReciprocalRank", totals.meanReciprocalRank());
    }
}
