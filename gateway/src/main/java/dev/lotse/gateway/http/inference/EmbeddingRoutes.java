package dev.lotse.gateway.http.inference;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.inference.InferenceAccess.Caller;
import dev.lotse.gateway.provider.EmbeddingProvider;
import dev.lotse.gateway.provider.EmbeddingProvider.EmbeddingRequest;
import dev.lotse.gateway.provider.EmbeddingProvider.Embeddings;
import dev.lotse.gateway.provider.EmbeddingProvider.Purpose;
import dev.lotse.gateway.provider.chain.CallContext;
import dev.lotse.gateway.provider.chain.ChainDirectory;
import dev.lotse.gateway.provider.chain.ChainOutcome;
import dev.lotse.gateway.provider.chain.UnaryChain;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** {@code POST /v1/embeddings} in OpenAI's shape: the encoder of the search, or a chain of providers. Thread-safe. */
public final class EmbeddingRoutes {
    private static final int MOST_TEXTS = 2048;
    private static final int MOST_DIMENSIONS = 100_000;

    private final ChainDirectory chains;
    private final InferenceSettings settings;
    private final InferenceAccess access;
    private final NanoClock clock;

    public EmbeddingRoutes(ChainDirectory chains, InferenceSettings settings, InferenceAccess access, NanoClock clock) {
        this.chains = chains;
        this.settings = settings;
        this.access = access;
        this.clock = clock;
    }

    /** The one route. */
    public List<Route> routes() {
        return List.of(new Route(Method.POST, "/v1/embeddings", access.guard(this::embed)));
    }

    private void embed(ServerRequest request, ServerResponse response, Caller caller) {
        long start = clock.nanos();
        JsonBody body = JsonBody.read(request, settings.maxBody());
        String model = body.requiredText("model");
        List<String> texts = texts(body);
        Long dimensions = body.whole("dimensions", 1, MOST_DIMENSIONS);
        String format = body.text("encoding_format");
        if (format != null && !format.equals("float") && !format.equals("base64")) {
            body.errors().bad("encoding_format", format, "float, base64");
        }
        Purpose purpose = purpose(body);
        body.throwIfAny();
        UnaryChain<EmbeddingProvider> chain = chains.embeddings(model)
                .orElseThrow(() -> InferenceErrors.unknownModel(model, chains.names(ChainDirectory.Kind.EMBEDDINGS)));
        EmbeddingRequest asked = new EmbeddingRequest(texts, purpose, dimensions == null ? 0 : dimensions.intValue());
        CallContext context = caller.context(request, null, Deadline.in(settings.timeout(), clock));
        ChainOutcome<Embeddings> outcome =
                chain.ask((provider, name, limits) -> provider.embed(name, asked, limits), asked.characters(), context);
        AttemptHeaders.send(response, outcome, clock.nanos() - start, served -> json(served, "base64".equals(format)));
    }

    private static List<String> texts(JsonBody body) {
        JsonNode input = body.root().path("input");
        if (input.isTextual() && !input.textValue().isEmpty()) {
            return List.of(input.textValue());
        }
        List<String> texts = new ArrayList<>();
        if (!input.isArray() || input.isEmpty() || input.size() > MOST_TEXTS) {
            body.wrong("input", input, "a text that is not empty, or a list of 1 to " + MOST_TEXTS + " of them");
            return texts;
        }
        for (int i = 0; i < input.size(); i++) {
            if (!input.get(i).isTextual() || input.get(i).textValue().isEmpty()) {
                body.wrong("input[" + i + "]", input.get(i), "a text that is not empty; token ids are not read");
            } else {
                texts.add(input.get(i).textValue());
            }
        }
        return texts;
    }

    /** The field is Jina's and NVIDIA's; OpenAI has none, and what its clients embed are mostly passages. */
    private static Purpose purpose(JsonBody body) {
        String type = body.text("input_type");
        return switch (type) {
            case null -> Purpose.PASSAGE;
            case "passage", "document", "search_document" -> Purpose.PASSAGE;
            case "query", "search_query" -> Purpose.QUERY;
            default -> {
                body.errors().bad("input_type", type, "passage, query");
                yield Purpose.PASSAGE;
            }
        };
    }

    private static byte[] json(ChainOutcome.Served<Embeddings> served, boolean base64) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            List<float[]> vectors = served.value().vectors();
            for (int i = 0; i < vectors.size(); i++) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", i);
                json.writeFieldName("embedding");
                vector(json, vectors.get(i), base64);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", served.model());
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", served.usage().prompt());
            json.writeNumberField("total_tokens", served.usage().total());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void vector(JsonGenerator json, float[] vector, boolean base64) throws IOException {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            json.writeString(Base64.getEncoder().encodeToString(bytes.array()));
            return;
        }
        json.writeStartArray();
        for (float value : vector) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }
}
