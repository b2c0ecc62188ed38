package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.eval.JudgementException;
import dev.lotse.gateway.eval.JudgementStore;
import dev.lotse.gateway.eval.JudgementStore.Judged;
import dev.lotse.gateway.eval.JudgementStore.Quality;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.QueryText;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.search.SearchRequest;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which pages answer which queries, and how good the releases were by that. Thread-safe. */
public final class JudgementRoutes {
    private static final String PATH = "/admin/v1/sites/{site}/";
    private static final int MAX_BODY = 8 << 20;
    private static final int MAX_PAGES = 500;
    private static final int MAX_ID = 512;
    private static final int MAX_GRADE = 10;

    private final AdminAccess access;
    private final SearchEngine engine;
    private final JudgementStore store;
    private final InstantSource clock;

    public JudgementRoutes(AdminAccess access, SearchEngine engine, JudgementStore store, InstantSource clock) {
        this.access = access;
        this.engine = engine;
        this.store = store;
        this.clock = clock;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, PATH + "judgements", access.guard(Role.ANALYST, this::list)),
                new Route(Method.PUT, PATH + "judgements", access.guard(Role.EDITOR, this::put)),
                new Route(Method.POST, PATH + "judgements", access.guard(Role.EDITOR, this::read)),
                new Route(Method.GET, PATH + "quality", access.guard(Role.ANALYST, this::quality)));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("query"));
        query.errors().throwIfAny();
        String text = query.text("query");
        String only = text == null ? null : QueryText.clean(text);
        List<Judged> all = store.judged(SiteRoutes.knownSite(request, engine));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("total", all.size());
            json.writeArrayFieldStart("queries");
            for (Judged each : all) {
                if (only == null || only.equals(each.query())) {
                    write(json, each);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void write(JsonGenerator json, Judged judged) throws IOException {
        json.writeStartObject();
        json.writeStringField("query", judged.query());
        json.writeObjectFieldStart("grades");
        for (Map.Entry<String, Integer> grade : new TreeMap<>(judged.grades()).entrySet()) {
            json.writeNumberField(grade.getKey(), grade.getValue());
        }
        json.writeEndObject();
        json.writeStringField("at", judged.at().toString());
        json.writeStringField("by", judged.by());
        json.writeEndObject();
    }

    private void put(ServerRequest request, ServerResponse response) {
        String site = SiteRoutes.knownSite(request, engine);
        JsonBody body = JsonBody.read(request, MAX_BODY);
        body.onlyKnown(List.of("query", "grades"));
        String query = QueryText.clean(body.text("query", SearchRequest.MAX_QUERY, null));
        Map<String, Integer> grades = grades(body);
        body.errors().throwIfAny();
        Judged judged = new Judged(query, grades, clock.instant(), access.actor(request));
        store.put(site, List.of(judged));
        Responses.json(response, Json.bytes(json -> write(json, judged)));
    }

    private static Map<String, Integer> grades(JsonBody body) {
        String allowed = "an object of at most " + MAX_PAGES + " grades from 0 to " + MAX_GRADE + " by objectID";
        Map<String, Integer> grades = new TreeMap<>();
        JsonNode node = body.object().path("grades");
        if (!node.isObject() || node.size() > MAX_PAGES) {
            body.errors().bad("grades", node.isObject() ? node.size() + " grades" : node.asText(), allowed);
            return grades;
        }
        for (Map.Entry<String, JsonNode> grade : node.properties()) {
            JsonNode value = grade.getValue();
            boolean fits = value.isIntegralNumber() && value.longValue() >= 0 && value.longValue() <= MAX_GRADE;
            if (!fits || grade.getKey().isBlank() || grade.getKey().length() > MAX_ID) {
                body.errors().bad("grades." + grade.getKey(), value.asText(), allowed);
            }
            grades.put(grade.getKey(), value.asInt());
        }
        return grades;
    }

    /** Takes a whole list in BEIR form; other queries keep their grades. */
    private void read(ServerRequest request, ServerResponse response) {
        String site = SiteRoutes.knownSite(request, engine);
        JsonBody body = JsonBody.read(request, MAX_BODY);
        body.onlyKnown(List.of("queries", "qrels"));
        String queries = body.text("queries", MAX_BODY, null);
        String qrels = body.text("qrels", MAX_BODY, null);
        body.errors().throwIfAny();
        Instant now = clock.instant();
        List<Judged> all = new ArrayList<>();
        try {
            for (Judgements.Query query : Judgements.parse(queries, qrels).queries()) {
                String text = QueryText.clean(query.text());
                if (text.isEmpty() || text.length() > SearchRequest.MAX_QUERY) {
                    body.errors().bad("queries", query.text(), "1 to " + SearchRequest.MAX_QUERY + " characters each");
                }
                for (Map.Entry<String, Integer> grade : query.grades().entrySet()) {
                    if (grade.getValue() < 0
                            || grade.getValue() > MAX_GRADE
                            || grade.getKey().length() > MAX_ID) {
                        body.errors()
                                .bad(
                                        "qrels",
                                        grade.getKey() + " " + grade.getValue(),
                                        "grades from 0 to " + MAX_GRADE + " of pages");
                    }
                }
                all.add(new Judged(text, query.grades(), now, access.actor(request)));
            }
        } catch (JudgementException e) {
            body.errors()
                    .add(
                            "judgements",
                            null,
                            "queries as JSON lines and qrels as TSV, both in BEIR form",
                            String.valueOf(e.getMessage()));
        }
        body.errors().throwIfAny();
        store.put(site, all);
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("queries", all.size());
            json.writeEndObject();
        }));
    }

    private void quality(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("limit"));
        int limit = query.integer("limit", 1, 1000, 50);
        query.errors().throwIfAny();
        List<Quality> all = store.history(SiteRoutes.knownSite(request, engine), limit);
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("releases");
            for (Quality each : all) {
                json.writeStartObject();
                json.writeNumberField("release", each.release());
                json.writeStringField("at", each.at().toString());
                json.writeNumberField("queries", each.queries());
                json.writeNumberField("ndcg", each.ndcg());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }
}
