package dev.lotse.gateway.ingest.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.ingest.extract.CleanText;
import dev.lotse.gateway.ingest.extract.Dates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object and collects what is wrong with them. Not thread-safe. */
final class JsonFields {
    private final ObjectNode object;
    private final Dates dates;
    private final List<FieldError> errors = new ArrayList<>();

    JsonFields(ObjectNode object, Dates dates) {
        this.object = object;
        this.dates = dates;
    }

    List<FieldError> errors() {
        return errors;
    }

    void error(String field, String value, String allowed) {
        errors.add(new FieldError(field, value, allowed));
    }

    void onlyKnown(Set<String> known) {
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!known.contains(name)) {
                error(
                        name,
                        "an unknown field",
                        "the fields "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    boolean has(String field) {
        return object.has(field) && !object.get(field).isNull();
    }

    /** One line of text; empty where it is absent or wrong. */
    String line(String field, int maxLength, boolean required) {
        String allowed = "text of 1 to " + maxLength + " characters";
        if (!has(field)) {
            if (required) {
                error(field, "", allowed);
            }
            return "";
        }
        JsonNode value = object.get(field);
        String text = value.isTextual() ? CleanText.line(value.textValue()) : "";
        if (text.isEmpty() || text.length() > maxLength) {
            error(field, shown(value), allowed);
            return "";
        }
        return text;
    }

    /** Text as it stands; empty where it is absent or wrong. */
    String text(String field) {
        if (!has(field)) {
            return "";
        }
        JsonNode value = object.get(field);
        if (!value.isTextual()) {
            error(field, shown(value), "text");
            return "";
        }
        return value.textValue();
    }

    List<String> lines(String field, int maxCount, int maxLength) {
        return has(field) ? lines(object.get(field), field, maxCount, maxLength) : List.of();
    }

    List<String> lines(JsonNode array, String field, int maxCount, int maxLength) {
        if (!array.isArray() || array.size() > maxCount) {
            error(field, shown(array), "an array of at most " + maxCount + " texts");
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode each = array.get(i);
            String line = each.isTextual() ? CleanText.line(each.textValue()) : "";
            if (line.isEmpty() || line.length() > maxLength) {
                error(field + "[" + i + "]", shown(each), "text of 1 to " + maxLength + " characters");
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    @Nullable
    Instant start(String field) {
        return date(field, false);
    }

    @Nullable
    Instant end(String field) {
        return date(field, true);
    }

    private @Nullable Instant date(String field, boolean end) {
        if (!has(field)) {
            return null;
        }
        JsonNode value = object.get(field);
        String text = value.isTextual() ? value.textValue() : "";
        Optional<Instant> date = end ? dates.end(text) : dates.start(text);
        if (date.isEmpty()) {
            error(field, shown(value), "a date such as \"2026-11-30\" or a time such as \"2026-11-30T08:00:00Z\"");
        }
        return date.orElse(null);
    }

    JsonNode get(String field) {
        return object.path(field);
    }

    static String shown(JsonNode value) {
        return value.isContainerNode()
                ? (value.isArray() ? "an array of " + value.size() : "an object")
                : value.toString();
    }
}
