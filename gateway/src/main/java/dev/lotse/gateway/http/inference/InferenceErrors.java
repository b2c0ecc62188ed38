package dev.lotse.gateway.http.inference;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.ProblemJson;
import dev.lotse.gateway.provider.chain.ChainOutcome;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Errors of the inference API: a problem (RFC 9457) with the extension members {@code error}, which clients of OpenAI read, and
 * {@code message}, which clients of Cohere read.
 */
final class InferenceErrors {
    private InferenceErrors() {}

    /** Sends an error in place of an answer. */
    static void send(ServerResponse response, ProblemException error, String requestId) {
        error.headers().forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        Problem problem = error.problem();
        response.status(Status.create(problem.status()));
        response.headers().set(HeaderNames.CONTENT_TYPE, ProblemJson.MEDIA_TYPE);
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(ProblemJson.bytes(problem, requestId, json -> {
            json.writeStringField("message", problem.detail());
            write(json, problem);
        }));
    }

    /** Writes member {@code error}, also within a stream. */
    static void write(JsonGenerator json, Problem problem) throws IOException {
        json.writeObjectFieldStart("error");
        json.writeStringField("message", problem.detail());
        json.writeStringField("type", type(problem.status()));
        json.writeStringField(
                "param",
                problem.errors().isEmpty() ? null : problem.errors().getFirst().field());
        json.writeStringField("code", problem.kind().replace('-', '_'));
        json.writeEndObject();
    }

    /** The names that OpenAI uses. */
    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    /** The error that a request ends with when no model answered it. */
    static ProblemException of(ChainOutcome.Unserved<?> unserved) {
        Map<String, String> headers = new HashMap<>(AttemptHeaders.of(unserved));
        Duration retryAfter = unserved.retryAfter();
        if (retryAfter != null) {
            headers.put("Retry-After", Long.toString(Math.max(1, Math.ceilDiv(retryAfter.toMillis(), 1000))));
        }
        String detail = unserved.detail();
        Problem problem = switch (unserved.cause()) {
            case BAD_REQUEST -> Problem.of("bad-request", 400, "The request is not valid", detail);
            case NOT_CAPABLE -> Problem.of("not-capable", 400, "No model can do this", detail);
            case TOO_LONG -> Problem.of("context-length-exceeded", 400, "The prompt is too long", detail);
            case FILTERED -> Problem.of("content-filter", 400, "The answer was withheld", detail);
            case BUDGET -> {
                // Clients that retry by themselves would only ask in vain.
                headers.put("x-should-retry", "false");
                yield Problem.of("insufficient-quota", 429, "The budget is spent", detail);
            }
            case TIMEOUT -> Problem.of("timeout", 504, "No answer in time", detail);
            case UNAVAILABLE, CANCELLED -> Problem.unavailable(detail);
        };
        return new ProblemException(problem, headers);
    }

    /** 404: no such model. */
    static ProblemException unknownModel(String model, List<String> known) {
        return new ProblemException(Problem.of(
                "model-not-found",
                404,
                "No such model",
                "There is no model '" + shown(model) + "' here; there "
                        + (known.isEmpty() ? "is none for this" : "are " + String.join(", ", known))));
    }

    private static String shown(String value) {
        return (value.length() > 100 ? value.substring(0, 100) + "…" : value).replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
