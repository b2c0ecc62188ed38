package dev.lotse.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.provider.RerankProvider.RerankRequest;
import dev.lotse.gateway.provider.Usage;

/** How a rerank server is spoken to. */
public enum RerankFormat {
    /**
     * Cohere's v2, and Jina's, Voyage's and vLLM's, which differ in what they say about usage only: {@code documents, top_n}, results
     * with {@code relevance_score}.
     */
    COHERE {
        @Override
        ObjectNode body(ObjectMapper json, String model, RerankRequest request) {
            ObjectNode body = json.createObjectNode().put("model", model).put("query", request.query());
            request.documents().forEach(body.putArray("documents")::add);
            return body.put("top_n", request.topN());
        }

        @Override
        JsonNode results(JsonNode answer) {
            // Voyage calls them data.
            return answer.has("data") ? answer.path("data") : answer.path("results");
        }

        @Override
        String score() {
            return "relevance_score";
        }

        @Override
        Usage usage(JsonNode answer, RerankRequest request) {
            JsonNode tokens = answer.path("usage").path("total_tokens");
            JsonNode billed = answer.path("meta").path("tokens").path("input_tokens");
            if (tokens.isNumber() || billed.isNumber()) {
                long read = tokens.isNumber() ? tokens.asLong() : billed.asLong();
                return new Usage(Math.max(0, read), 0, 0, 0, false);
            }
            return Usage.estimate(request.characters(), 0);
        }
    },

    /** Hugging Face's Text Embeddings Inference: {@code texts}, a list of {@code index, score}; one model to a server. */
    TEI {
        @Override
        ObjectNode body(ObjectMapper json, String model, RerankRequest request) {
            ObjectNode body = json.createObjectNode().put("query", request.query());
            request.documents().forEach(body.putArray("texts")::add);
            return body.put("truncate", true);
        }

        @Override
        JsonNode results(JsonNode answer) {
            return answer;
        }

        @Override
        String score() {
            return "score";
        }

        @Override
        Usage usage(JsonNode answer, RerankRequest request) {
            return Usage.estimate(request.characters(), 0);
        }
    };

    /** What is sent. */
    abstract ObjectNode body(ObjectMapper json, String model, RerankRequest request);

    /** The array of what was scored. */
    abstract JsonNode results(JsonNode answer);

    /** The field of a score. */
    abstract String score();

    /** Tokens that were read; estimated where the server does not say. */
    abstract Usage usage(JsonNode answer, RerankRequest request);
}
