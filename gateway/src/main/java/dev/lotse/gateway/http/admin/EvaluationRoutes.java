package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.eval.Comparison;
import dev.lotse.gateway.eval.JudgementException;
import dev.lotse.gateway.eval.JudgementStore;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.eval.PairedBootstrap;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.QueryText;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.preview.BulkPreview;
import dev.lotse.gateway.preview.Drafts;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.search.SearchRequest;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a draft does to many queries, and to quality on judged ones. Thread-safe. */
public final class EvaluationRoutes {
    private static final int MAX_BODY = 8 << 20;
    private static final int MAX_QUERIES = 1000;
    private static final int SHOWN = 200;
    private static final List<String> FIELDS =
            List.of("lang", "queries", "judgements", "changeSet", "release", "against");

    private final AdminAccess access;
    private final SearchEngine engine;
    private final Drafts drafts;
    private final BulkPreview preview;
    private final JudgementStore stored;

    /** @param stored judgements of a request that names none */
    public EvaluationRoutes(
            AdminAccess access, SearchEngine engine, Drafts drafts, BulkPreview preview, JudgementStore stored) {
        this.access = access;
        this.engine = engine;
        this.drafts = drafts;
        this.preview = preview;
        this.stored = stored;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(new Route(
                Method.POST, "/admin/v1/sites/{site}/evaluations", access.guard(Role.ANALYST, this::evaluate)));
    }

    private void evaluate(ServerRequest request, ServerResponse response) {
        String site = SiteRoutes.knownSite(request, engine);
        JsonBody body = JsonBody.read(request, MAX_BODY);
        body.onlyKnown(FIELDS);
        String lang = body.text("lang", 10, "auto");
        if (!List.of("auto", "de", "en").contains(lang)) {
            body.errors().bad("lang", lang, "auto, de, en");
        }
        List<String> queries = queries(body);
        Judgements judgements = judgements(site, body);
        if (queries.isEmpty() && judgements == null) {
            body.errors().add("queries", null, "1 to " + MAX_QUERIES + " texts", "queries or judgements are missing");
        }
        PreviewRoutes.Sides sides = PreviewRoutes.Sides.read(site, body, drafts);
        BulkPreview.Result result;
        try {
            result = preview.compare(
                    site, lang.equals("auto") ? null : lang, queries, judgements, sides.before(), sides.after());
        } catch (JudgementException e) {
            throw new ProblemException(Problem.invalidRequest(List.of(badJudgements(e))));
        }
        Responses.json(response, Json.bytes(json -> write(json, result, sides)));
    }

    private static List<String> queries(JsonBody body) {
        JsonNode array = body.object().path("queries");
        List<String> queries = new ArrayList<>();
        if (array.isMissingNode()) {
            return queries;
        }
        String allowed = "1 to " + MAX_QUERIES + " texts of at most " + SearchRequest.MAX_QUERY + " characters";
        if (!array.isArray() || array.isEmpty() || array.size() > MAX_QUERIES) {
            body.errors().bad("queries", array.isArray() ? array.size() + " values" : array.asText(), allowed);
            return queries;
        }
        for (JsonNode node : array) {
            String query = node.isTextual() ? QueryText.clean(node.textValue()) : "";
            if (query.isEmpty() || query.length() > SearchRequest.MAX_QUERY) {
                body.errors().bad("queries[" + queries.size() + "]", node.asText(), allowed);
            }
            queries.add(query);
        }
        return queries;
    }

    /** Those of the body, where it has none those of the store, and none where it says null. */
    private @Nullable Judgements judgements(String site, JsonBody body) {
        JsonNode node = body.object().path("judgements");
        if (node.isMissingNode()) {
            Judgements kept = Judgements.of(stored.judged(site));
            return kept.queries().isEmpty() ? null : kept;
        }
        if (node.isNull()) {
            return null;
        }
        try {
            return Judgements.parse(
                    node.path("queries").asText(""), node.path("qrels").asText(""));
        } catch (JudgementException e) {
            Problem.FieldError error = badJudgements(e);
            body.errors().add(error.field(), error.value(), error.allowed(), error.detail());
            return null;
        }
    }

    private static Problem.FieldError badJudgements(JudgementException e) {
        return new Problem.FieldError(
                "judgements",
                null,
                "queries as JSON lines and qrels as TSV, both in BEIR form",
                "judgements: " + e.getMessage());
    }

    private static void write(JsonGenerator json, BulkPreview.Result result, PreviewRoutes.Sides sides)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("queries", result.queries());
        json.writeNumberField("changed", result.changed().size());
        json.writeNumberField("emptied", count(result, BulkPreview.Changed::emptied));
        json.writeNumberField("filled", count(result, BulkPreview.Changed::filled));
        json.writeNumberField("redirected", count(result, BulkPreview.Changed::redirected));
        json.writeArrayFieldStart("failed");
        for (String query : result.failed()) {
            json.writeString(query);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("changes");
        for (BulkPreview.Changed each :
                result.changed().subList(0, Math.min(SHOWN, result.changed().size()))) {
            json.writeStartObject();
            json.writeStringField("query", each.query());
            json.writeNumberField("nbHitsBefore", each.before());
            json.writeNumberField("nbHitsAfter", each.after());
            json.writeNumberField("moved", each.moved());
            json.writeStringField("redirectBefore", each.redirectBefore());
            json.writeStringField("redirectAfter", each.redirectAfter());
            json.writeBooleanField("emptied", each.emptied());
            json.writeBooleanField("filled", each.filled());
            PreviewRoutes.applied(json, "applied", each.applied(), sides);
            json.writeEndObject();
        }
        json.writeEndArray();
        if (result.judged().isPresent()) {
            judged(json, result.judged().get());
        }
        json.writeEndObject();
    }

    private interface Test {
        boolean holds(BulkPreview.Changed changed);
    }

    private static int count(BulkPreview.Result result, Test test) {
        return (int) result.changed().stream().filter(test::holds).count();
    }

    private static void judged(JsonGenerator json, BulkPreview.Judged judged) throws IOException {
        PairedBootstrap ndcg = judged.comparison().ndcg();
        json.writeObjectFieldStart("judged");
        json.writeNumberField("queries", judged.before().queries().size());
        json.writeNumberField("ndcgBefore", judged.before().mean().ndcg10());
        json.writeNumberField("ndcgAfter", judged.after().mean().ndcg10());
        json.writeNumberField("difference", ndcg.difference());
        json.writeNumberField("low", ndcg.low());
        json.writeNumberField("high", ndcg.high());
        json.writeStringField("verdict", ndcg.better() ? "better" : ndcg.worse() ? "worse" : "undecided");
        json.writeNumberField("wins", ndcg.wins());
        json.writeNumberField("losses", ndcg.losses());
        json.writeArrayFieldStart("changes");
        for (Comparison.Change change : judged.comparison().changes()) {
            json.writeStartObject();
            json.writeStringField("id", change.id());
            json.writeStringField("query", change.text());
            json.writeNumberField("ndcgBefore", change.before());
            json.writeNumberField("ndcgAfter", change.after());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
