package dev.lotse.gateway.http.inference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.inference.InferenceAccess.Caller;
import dev.lotse.gateway.provider.RerankProvider;
import dev.lotse.gateway.provider.RerankProvider.Ranking;
import dev.lotse.gateway.provider.RerankProvider.RerankRequest;
import dev.lotse.gateway.provider.RerankProvider.Score;
import dev.lotse.gateway.provider.chain.CallContext;
import dev.lotse.gateway.provider.chain.ChainDirectory;
import dev.lotse.gateway.provider.chain.ChainOutcome;
import dev.lotse.gateway.provider.chain.UnaryChain;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code POST /v1/rerank} in Cohere's and Jina's shape ({@code query, documents, top_n}) and TEI's ({@code query, texts}). A chain of
 * rerankers answers, or, where none is configured or its name is given, the encoder of the search, and documents stay here. Thread-safe.
 */
public final class RerankRoutes {
    private static final int MOST_DOCUMENTS = 1000;

    private final ChainDirectory chains;
    private final InferenceSettings settings;
    private final InferenceAccess access;
    private final NanoClock clock;

    public RerankRoutes(ChainDirectory chains, InferenceSettings settings, InferenceAccess access, NanoClock clock) {
        this.chains = chains;
        this.settings = settings;
        this.access = access;
        this.clock = clock;
    }

    /** The one route. */
    public List<Route> routes() {
        return List.of(new Route(Method.POST, "/v1/rerank", access.guard(this::rerank)));
    }

    private void rerank(ServerRequest request, ServerResponse response, Caller caller) {
        long start = clock.nanos();
        JsonBody body = JsonBody.read(request, settings.maxBody());
        String query = body.requiredText("query");
        List<String> documents = documents(body);
        Long topN = body.whole("top_n", 1, Integer.MAX_VALUE);
        boolean echo = body.flag("return_documents") || body.flag("return_text");
        String given = body.text("model");
        body.throwIfAny();
        List<String> known = chains.names(ChainDirectory.Kind.RERANK);
        String model = given == null ? known.getFirst() : given;
        UnaryChain<RerankProvider> chain =
                chains.rerank(model).orElseThrow(() -> InferenceErrors.unknownModel(model, known));
        int best = topN == null ? documents.size() : (int) Math.min(topN, documents.size());
        RerankRequest asked = new RerankRequest(query, documents, best);
        CallContext context = caller.context(request, null, Deadline.in(settings.timeout(), clock));
        ChainOutcome<Ranking> outcome = chain.ask(
                (provider, name, limits) -> provider.rerank(name, asked, limits), asked.characters(), context);
        AttemptHeaders.send(
                response, outcome, clock.nanos() - start, served -> json(served, documents, echo, context.requestId()));
    }

    private static List<String> documents(JsonBody body) {
        String field = body.root().has("texts") && !body.root().has("documents") ? "texts" : "documents";
        JsonNode array = body.root().path(field);
        List<String> documents = new ArrayList<>();
        if (!array.isArray() || array.isEmpty() || array.size() > MOST_DOCUMENTS) {
            body.wrong(field, array, "a list of 1 to " + MOST_DOCUMENTS + " texts");
            return documents;
        }
        for (int i = 0; i < array.size(); i++) {
            JsonNode text = array.get(i).isObject() ? array.get(i).path("text") : array.get(i);
            if (text.isTextual()) {
                documents.add(text.textValue());
            } else {
                body.wrong(field + "[" + i + "]", array.get(i), "a text, or an object with a text");
            }
        }
        return documents;
    }

    private static byte[] json(
            ChainOutcome.Served<Ranking> served, List<String> documents, boolean echo, String requestId) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("id", requestId);
            json.writeStringField("model", served.model());
            json.writeArrayFieldStart("results");
            for (Score score : served.value().scores()) {
                json.writeStartObject();
                json.writeNumberField("index", score.index());
                json.writeNumberField("relevance_score", score.relevance());
                if (echo) {
                    json.writeObjectFieldStart("document");
                    json.writeStringField("text", documents.get(score.index()));
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("usage");
            json.writeNumberField("total_tokens", served.usage().total());
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
