package dev.lotse.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.EmbeddingProvider;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.provider.transport.UpstreamException;
import dev.lotse.gateway.provider.transport.UpstreamHttp;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Embeddings from any server that speaks OpenAI's wire format. It knows no purpose: queries and passages are sent alike. Thread-safe. */
public final class OpenAiEmbeddings implements EmbeddingProvider {
    private static final String PATH = "/embeddings";

    private final String name;
    private final UpstreamHttp http;
    private final ObjectMapper json;
    private final OpenAiErrors errors;

    public OpenAiEmbeddings(String name, UpstreamHttp http, ObjectMapper json) {
        this.name = name;
        this.http = http;
        this.json = json;
        this.errors = new OpenAiErrors(json);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Result<Embeddings> embed(String model, EmbeddingRequest request, CallLimits limits) {
        var body = json.createObjectNode().put("model", model).put("encoding_format", "float");
        var input = body.putArray("input");
        request.texts().forEach(input::add);
        if (request.dimensions() > 0) {
            body.put("dimensions", request.dimensions());
        }
        try (var response = http.post(PATH, json.writeValueAsBytes(body), limits)) {
            if (response.status() != 200) {
                return new Result.Failed<>(errors.of(response));
            }
            var answer = json.readTree(response.readAll());
            if (answer.hasNonNull("error")) {
                return new Result.Failed<>(errors.within(answer.get("error"), response));
            }
            var vectors = vectors(answer.path("data"), request.texts().size());
            return new Result.Ok<>(new Embeddings(vectors), usage(answer.path("usage"), request));
        } catch (UpstreamException e) {
            return new Result.Failed<>(e.error());
        } catch (IOException e) {
            return new Result.Failed<>(new ProviderError.Malformed("what arrived is not JSON"));
        }
    }

    private static List<float[]> vectors(JsonNode data, int wanted) throws UpstreamException {
        var vectors = new float[wanted][];
        for (int i = 0; i < data.size(); i++) {
            int index = data.get(i).path("index").asInt(i);
            var numbers = data.get(i).path("embedding");
            if (index < 0 || index >= wanted || !numbers.isArray() || numbers.isEmpty()) {
                throw new UpstreamException(
                        new ProviderError.Malformed("data[" + i + "] is no vector that was asked for"));
            }
            var vector = new float[numbers.size()];
            for (int d = 0; d < vector.length; d++) {
                vector[d] = (float) numbers.get(d).asDouble(Double.NaN);
            }
            vectors[index] = vector;
        }
        for (var vector : vectors) {
            if (vector == null || vector.length != vectors[0].length) {
                throw new UpstreamException(new ProviderError.Malformed("not one vector of the same length per text"));
            }
        }
        return Arrays.asList(vectors);
    }

    private static Usage usage(JsonNode usage, EmbeddingRequest request) {
        return usage.path("prompt_tokens").isNumber()
                ? new Usage(Math.max(0, usage.get("prompt_tokens").asLong()), 0, 0, 0, false)
                : Usage.estimate(request.characters(), 0);
    }
}
