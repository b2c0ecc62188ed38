package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.http.Bodies;
import dev.lotse.gateway.http.FieldErrors;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request's body that is one small JSON object. Used by one thread. */
final class JsonBody {
    private static final ObjectMapper MAPPER = new ObjectMapper(Json.FACTORY);

    private final ObjectNode object;
    private final FieldErrors errors = new FieldErrors();

    private JsonBody(ObjectNode object) {
        this.object = object;
    }

    /**
     * Reads the body.
     *
     * @param limit most bytes
     * @throws ProblemException where it is no JSON object
     */
    static JsonBody read(ServerRequest request, int limit) {
        try {
            JsonNode node = MAPPER.readTree(Bodies.read(request, "application/json", limit));
            if (node instanceof ObjectNode object) {
                return new JsonBody(object);
            }
            throw new ProblemException(Problem.malformedBody("The body must be a JSON object"));
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.malformedBody(Json.describe(e)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole object. */
    ObjectNode object() {
        return object;
    }

    /** Where mistakes are collected. */
    FieldErrors errors() {
        return errors;
    }

    /** Notes every field that is not among these. */
    void onlyKnown(List<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                errors.unknown(name, null, known);
            }
        });
    }

    /** A text, or the standard where it is absent. */
    String text(String field, int maxLength, @Nullable String standard) {
        JsonNode value = object.get(field);
        String allowed = "a text of at most " + maxLength + " characters";
        if (value == null || value.isNull()) {
            if (standard == null) {
                errors.add(field, null, allowed, field + " is missing");
            }
            return Objects.requireNonNullElse(standard, "");
        }
        String text = value.asText().strip();
        if (!value.isTextual() || text.length() > maxLength || (standard == null && text.isEmpty())) {
            errors.bad(field, value.asText(), allowed);
        }
        return text;
    }

    /** A whole number, or the standard where it is absent. */
    int integer(String field, int from, int to, int standard) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return standard;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < from || value.intValue() > to) {
            errors.bad(field, value.asText(), from + " to " + to);
            return standard;
        }
        return value.intValue();
    }
}
