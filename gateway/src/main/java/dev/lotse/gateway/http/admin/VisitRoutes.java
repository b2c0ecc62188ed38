package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.analytics.EventStore;
import dev.lotse.gateway.analytics.EventStore.Span;
import dev.lotse.gateway.analytics.EventStore.Totals;
import dev.lotse.gateway.analytics.VisitTotals.AnswerOrder;
import dev.lotse.gateway.analytics.VisitTotals.AnswerTotals;
import dev.lotse.gateway.analytics.VisitTotals.Chain;
import dev.lotse.gateway.analytics.VisitTotals.Part;
import dev.lotse.gateway.analytics.VisitTotals.PartTotals;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.retrieval.SearchEngine;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** When, with what and in which form people search, what they ask, and what they try in a row. Thread-safe. */
public final class VisitRoutes {
    private static final String PATH = "/admin/v1/sites/{site}/analytics/";
    private static final int MAX_ROWS = 100_000;

    private final AdminAccess access;
    private final SearchEngine engine;
    private final EventStore store;
    private final InstantSource clock;

    public VisitRoutes(AdminAccess access, SearchEngine engine, EventStore store, InstantSource clock) {
        this.access = access;
        this.engine = engine;
        this.store = store;
        this.clock = clock;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, PATH + "breakdown", access.guard(Role.ANALYST, this::breakdown)),
                new Route(Method.GET, PATH + "answers", access.guard(Role.ANALYST, this::answers)),
                new Route(Method.GET, PATH + "chains", access.guard(Role.ANALYST, this::chains)));
    }

    private void breakdown(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("from", "to", "lang", "by", "format"));
        String by = query.choice(
                "by", Arrays.stream(Part.values()).map(Part::wireName).toList(), Part.HOUR.wireName());
        // An unknown one is an error that is thrown below, with those of the other parameters.
        Part part = Arrays.stream(Part.values())
                .filter(each -> each.wireName().equals(by))
                .findFirst()
                .orElse(Part.HOUR);
        AnalyticsTable.Format format = AnalyticsTable.format(query);
        Span span = Spans.of(request, query, engine, clock);
        AnalyticsTable table = new AnalyticsTable(
                "parts",
                List.of(
                        "part",
                        "searches",
                        "noResults",
                        "clickedSearches",
                        "clicks",
                        "clickThrough",
                        "meanReciprocalRank"));
        for (PartTotals row : store.parts(span, part)) {
            Totals totals = row.totals();
            table.add(
                    part == Part.HOUR ? time(row.part()) : row.part(),
                    totals.searches(),
                    totals.empty(),
                    totals.clicked(),
                    totals.clicks(),
                    totals.clickThrough(),
                    totals.meanReciprocalRank());
        }
        table.send(response, format, span);
    }

    private static String time(String hour) {
        return Instant.EPOCH.plus(Duration.ofHours(Long.parseLong(hour))).toString();
    }

    private void answers(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("from", "to", "lang", "order", "limit", "format"));
        AnswerOrder order = switch (query.choice("order", List.of("asked", "refused", "unhelpful"), "asked")) {
            case "refused" -> AnswerOrder.REFUSED;
            case "unhelpful" -> AnswerOrder.UNHELPFUL;
            default -> AnswerOrder.ASKED;
        };
        int limit = query.integer("limit", 1, MAX_ROWS, 100);
        AnalyticsTable.Format format = AnalyticsTable.format(query);
        Span span = Spans.of(request, query, engine, clock);
        AnalyticsTable table =
                new AnalyticsTable("questions", List.of("question", "answered", "refused", "helpful", "unhelpful"));
        for (AnswerTotals row : store.answers(span, order, limit)) {
            table.add(row.question(), row.answered(), row.refused(), row.helpful(), row.unhelpful());
        }
        table.send(response, format, span);
    }

    private void chains(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("from", "to", "limit", "format"));
        int limit = query.integer("limit", 1, MAX_ROWS, 100);
        AnalyticsTable.Format format = AnalyticsTable.format(query);
        Span span = Spans.of(request, query, engine, clock);
        AnalyticsTable table = new AnalyticsTable("chains", List.of("queries", "times"));
        for (Chain row : store.chains(span, limit)) {
            table.add(row.queries(), row.times());
        }
        table.send(response, format, span);
    }
}
