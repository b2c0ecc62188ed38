package dev.lotse.gateway.http.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.http.Bodies;
import dev.lotse.gateway.http.FieldErrors;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A JSON object as a client sent it, with its mistakes noted. Used by one thread. */
final class JsonBody {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(Json.FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode root;
    private final FieldErrors errors = new FieldErrors();

    private JsonBody(JsonNode root) {
        this.root = root;
    }

    /** @throws ProblemException when the body is too long or no JSON object */
    static JsonBody read(ServerRequest request, int limit) {
        return parse(Bodies.read(request, "application/json", limit));
    }

    static JsonBody parse(byte[] body) {
        try {
            JsonNode root = MAPPER.readTree(body);
            if (!root.isObject()) {
                throw new ProblemException(Problem.malformedBody("The body must be a JSON object"));
            }
            return new JsonBody(root);
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.malformedBody(Json.describe(e)));
        } catch (IOException e) {
            throw new ProblemException(Problem.malformedBody("The body is not UTF-8 text"));
        }
    }

    JsonNode root() {
        return root;
    }

    FieldErrors errors() {
        return errors;
    }

    /** A text that must be there; empty where it is not, which is noted. */
    String requiredText(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            missing(name, "a text");
            return "";
        }
        return text;
    }

    /** A text, or null where it is missing. */
    @Nullable
    String text(String name) {
        JsonNode node = root.path(name);
        if (absent(node)) {
            return null;
        }
        if (!node.isTextual()) {
            wrong(name, node, "a text");
            return null;
        }
        return node.textValue();
    }

    boolean flag(String name) {
        JsonNode node = root.path(name);
        if (!absent(node) && !node.isBoolean()) {
            wrong(name, node, "true or false");
        }
        return node.asBoolean(false);
    }

    /** A whole number, or null where it is missing. */
    @Nullable
    Long whole(String name, long min, long max) {
        JsonNode node = root.path(name);
        if (absent(node)) {
            return null;
        }
        if (!node.canConvertToLong() || !node.isIntegralNumber() || node.asLong() < min || node.asLong() > max) {
            wrong(name, node, min + " to " + max);
            return null;
        }
        return node.asLong();
    }

    /** A number, or null where it is missing. */
    @Nullable
    Double number(String name, double min, double max) {
        JsonNode node = root.path(name);
        if (absent(node)) {
            return null;
        }
        if (!node.isNumber() || !(node.asDouble() >= min && node.asDouble() <= max)) {
            wrong(name, node, (long) min + " to " + (long) max);
            return null;
        }
        return node.asDouble();
    }

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    void missing(String field, String allowed) {
        errors.add(field, null, allowed, field + " is missing; it must be " + allowed);
    }

    /** Notes a value; long ones and objects are not repeated. */
    void wrong(String field, JsonNode node, String allowed) {
        String value = node.isValueNode() ? node.asText() : null;
        errors.add(
                field,
                value,
                allowed,
                value == null || (node.isTextual() && value.length() > 100)
                        ? field + " must be " + allowed
                        : field + " is '" + value.replaceAll("\\p{Cntrl}", "\uFFFD") + "'; allowed is " + allowed);
    }

    void throwIfAny() {
        errors.throwIfAny();
    }
}
