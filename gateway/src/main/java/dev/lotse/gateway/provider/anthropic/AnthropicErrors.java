package dev.lotse.gateway.provider.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.transport.UpstreamResponse;
import java.util.Locale;

/** Understands the errors of the Messages API. Thread-safe. */
final class AnthropicErrors {
    private final ObjectMapper json;

    AnthropicErrors(ObjectMapper json) {
        this.json = json;
    }

    /** The error that a response of any status but 200 stands for. */
    ProviderError of(UpstreamResponse response) {
        int status = response.status();
        var retryAfter = response.retryAfter();
        var error = error(response.readError());
        return switch (status) {
            case 401, 403 -> new ProviderError.Unauthorized(status);
            case 402 -> new ProviderError.QuotaExhausted();
            case 404 -> new ProviderError.Misconfigured("answered 404: the model or the address is not there");
            case 413 -> new ProviderError.ContextTooLong();
            case 429 -> new ProviderError.RateLimited(retryAfter);
            default -> {
                if (status >= 500 || status == 408) {
                    // 529 is this API's own status for being overloaded.
                    yield new ProviderError.Overloaded(status, retryAfter);
                }
                if (status < 400) {
                    yield new ProviderError.Misconfigured("answered with status " + status + " instead of an answer");
                }
                yield badRequest(error, response);
            }
        };
    }

    /** The error of an {@code error} event in mid-stream. */
    ProviderError within(JsonNode error, UpstreamResponse response) {
        return switch (error.path("type").asText("")) {
            case "rate_limit_error" -> new ProviderError.RateLimited(null);
            case "authentication_error", "permission_error" -> new ProviderError.Unauthorized(401);
            case "billing_error" -> new ProviderError.QuotaExhausted();
            case "not_found_error" -> new ProviderError.Misconfigured("the model is not there");
            case "request_too_large" -> new ProviderError.ContextTooLong();
            case "invalid_request_error" -> badRequest(error, response);
            default -> new ProviderError.Overloaded(0, null);
        };
    }

    private static ProviderError badRequest(JsonNode error, UpstreamResponse response) {
        if (response.brokeOff()) {
            // Without its words, it is not known that the request is to blame; another provider may well answer it.
            return new ProviderError.Cut("the text of an error did not arrive");
        }
        var message = error.path("message").asText("");
        var words = message.toLowerCase(Locale.ROOT);
        if (words.contains("prompt is too long")
                || words.contains("context limit")
                || words.contains("context window")) {
            return new ProviderError.ContextTooLong();
        }
        if (words.contains("credit balance is too low")) {
            return new ProviderError.QuotaExhausted();
        }
        var shown = response.presentable(message);
        return new ProviderError.BadRequest(shown.isEmpty() ? "refused with status " + response.status() : shown);
    }

    private JsonNode error(String body) {
        try {
            return json.readTree(body).path("error");
        } catch (JsonProcessingException e) {
            return json.missingNode();
        }
    }
}
