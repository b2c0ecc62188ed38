package dev.lotse.gateway.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.transport.UpstreamResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Understands the errors of OpenAI and of the servers that follow it. Thread-safe; also for its embeddings and rerank kin. */
public final class OpenAiErrors {
    private static final Set<String> QUOTA =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "account_deactivated");

    private final ObjectMapper json;

    public OpenAiErrors(ObjectMapper json) {
        this.json = json;
    }

    /** The error that a response of any status but 200 stands for. */
    public ProviderError of(UpstreamResponse response) {
        var retryAfter = response.retryAfter();
        var body = response.readError();
        JsonNode tree;
        try {
            tree = json.readTree(body);
        } catch (JsonProcessingException e) {
            tree = json.missingNode();
        }
        return classify(response.status(), error(tree), retryAfter, response);
    }

    /** The error that arrived inside of a stream or of a response with status 200. */
    ProviderError within(JsonNode error, UpstreamResponse response) {
        int status = error.path("code").isInt()
                ? error.path("code").intValue()
                : error.path("status").asInt(0);
        if (status >= 400) {
            return classify(status, error, null, response);
        }
        var names = names(error);
        if (names.contains("content_filter") || names.contains("policyviolation")) {
            return new ProviderError.ContentFiltered("the provider filtered the answer");
        }
        if (names.contains("rate_limit")) {
            return new ProviderError.RateLimited(null);
        }
        return new ProviderError.Overloaded(0, null);
    }

    private static ProviderError classify(
            int status, JsonNode error, @Nullable Duration retryAfter, UpstreamResponse response) {
        var names = names(error);
        var message =
                error.isTextual() ? error.textValue() : error.path("message").asText("");
        return switch (status) {
            case 401, 403 -> new ProviderError.Unauthorized(status);
            case 402 -> new ProviderError.QuotaExhausted();
            case 404 -> new ProviderError.Misconfigured("answered 404: the model or the address is not there");
            case 408 -> new ProviderError.Overloaded(status, retryAfter);
            case 413 -> new ProviderError.ContextTooLong();
            case 429 ->
                QUOTA.stream().anyMatch(names::contains)
                        ? new ProviderError.QuotaExhausted()
                        : new ProviderError.RateLimited(retryAfter);
            default -> {
                if (status >= 500) {
                    yield new ProviderError.Overloaded(status, retryAfter);
                }
                if (status < 400) {
                    yield new ProviderError.Misconfigured("answered with status " + status + " instead of an answer");
                }
                yield badRequest(status, names, message, response);
            }
        };
    }

    private static ProviderError badRequest(int status, String names, String message, UpstreamResponse response) {
        if (response.brokeOff()) {
            // Without its words, it is not known that the request is to blame; another provider may well answer it.
            return new ProviderError.Cut("the text of an error did not arrive");
        }
        var words = message.toLowerCase(Locale.ROOT);
        if (names.contains("context_length")
                || words.contains("maximum context length")
                || words.contains("context window")) {
            return new ProviderError.ContextTooLong();
        }
        if (names.contains("content_filter") || names.contains("policyviolation")) {
            return new ProviderError.ContentFiltered("the provider filtered the prompt");
        }
        if (names.contains("model_not_found")) {
            return new ProviderError.Misconfigured("the model is not there");
        }
        var shown = response.presentable(message);
        return new ProviderError.BadRequest(shown.isEmpty() ? "refused with status " + status : shown);
    }

    /** {@code error} is an object with OpenAI, a text with Ollama; FastAPI says {@code detail}, Mistral {@code message}. */
    private static JsonNode error(JsonNode tree) {
        if (tree.has("error")) {
            return tree.get("error");
        }
        return tree.path("detail").isTextual() ? tree.get("detail") : tree;
    }

    private static String names(JsonNode error) {
        return (error.path("code").asText("")
                        + ' '
                        + error.path("type").asText("")
                        + ' '
                        + error.path("innererror").path("code").asText(""))
                .toLowerCase(Locale.ROOT);
    }
}
