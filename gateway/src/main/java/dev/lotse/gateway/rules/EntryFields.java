package dev.lotse.gateway.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.config.NearestName;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterParser;
import dev.lotse.gateway.retrieval.FilterSyntaxException;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.Normalizer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one JSON object and notes what is wrong with them. Not thread-safe. */
final class EntryFields {
    private final JsonNode object;
    private final String path;
    private final List<EntryProblem> problems;

    /** @param path stands before the names of fields in problems: empty, or such as {@code then[2].} */
    EntryFields(JsonNode object, String path, List<EntryProblem> problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
    }

    void onlyKnown(Set<String> known) {
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!known.contains(name)) {
                problems.add(new EntryProblem(
                        path + name,
                        shown(object.get(name)),
                        String.join(", ", known.stream().sorted().toList()),
                        "unknown field '" + path + name + "'" + NearestName.hint(name, known)));
            }
        }
    }

    boolean has(String field) {
        return object.hasNonNull(field);
    }

    JsonNode get(String field) {
        return object.path(field);
    }

    void bad(String field, JsonNode value, String allowed) {
        problems.add(EntryProblem.bad(path + field, shown(value), allowed));
    }

    /** One line of text without control characters; empty where it is absent or wrong. */
    String line(String field, int maxLength, boolean required) {
        String allowed = "text of " + (required ? 1 : 0) + " to " + maxLength + " characters";
        if (!has(field)) {
            if (required) {
                problems.add(EntryProblem.missing(path + field, allowed));
            }
            return "";
        }
        return line(field, object.get(field), maxLength, required, allowed);
    }

    private String line(String field, JsonNode value, int maxLength, boolean required, String allowed) {
        String text = value.isTextual() ? clean(value.textValue()) : "";
        if (!value.isTextual() || (required && text.isEmpty()) || text.length() > maxLength) {
            bad(field, value, allowed);
            return "";
        }
        return text;
    }

    List<String> lines(String field, int least, int most, int maxLength) {
        JsonNode array = get(field);
        String allowed = least + " to " + most + " texts";
        if (!array.isArray() || array.size() < least || array.size() > most) {
            if (has(field)) {
                bad(field, array, allowed);
            } else if (least > 0) {
                problems.add(EntryProblem.missing(path + field, allowed));
            }
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String name = field + "[" + i + "]";
            String line = line(name, array.get(i), maxLength, true, "text of 1 to " + maxLength + " characters");
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    boolean flag(String field, boolean standard) {
        if (!has(field)) {
            return standard;
        }
        if (!object.get(field).isBoolean()) {
            bad(field, object.get(field), "true or false");
        }
        return object.get(field).asBoolean();
    }

    int integer(String field, int from, int to, @Nullable Integer standard) {
        String allowed = from + " to " + to;
        JsonNode value = get(field);
        if (!has(field)) {
            if (standard == null) {
                problems.add(EntryProblem.missing(path + field, allowed));
            }
            return standard == null ? from : standard;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < from || value.intValue() > to) {
            bad(field, value, allowed);
            return from;
        }
        return value.intValue();
    }

    double number(String field, double from, double to, @Nullable Double standard) {
        String allowed = from + " to " + to;
        JsonNode value = get(field);
        if (!has(field)) {
            if (standard == null) {
                problems.add(EntryProblem.missing(path + field, allowed));
            }
            return standard == null ? from : standard;
        }
        if (!value.isNumber() || !(value.doubleValue() >= from && value.doubleValue() <= to)) {
            bad(field, value, allowed);
            return from;
        }
        return value.doubleValue();
    }

    <T> T choice(String field, List<T> values, Function<T, String> name, @Nullable T standard) {
        String allowed = String.join(", ", values.stream().map(name).toList());
        if (!has(field)) {
            if (standard == null) {
                problems.add(EntryProblem.missing(path + field, allowed));
            }
            return standard == null ? values.getFirst() : standard;
        }
        for (T value : values) {
            if (object.get(field).isTextual()
                    && name.apply(value).equals(object.get(field).textValue())) {
                return value;
            }
        }
        bad(field, object.get(field), allowed);
        return values.getFirst();
    }

    String lang() {
        return choice("lang", List.of(Entry.ANY_LANGUAGE, "de", "en"), lang -> lang, Entry.ANY_LANGUAGE);
    }

    Validity validity() {
        Instant from = instant("validFrom");
        Instant until = instant("validUntil");
        if (from != null && until != null && !until.isAfter(from)) {
            bad("validUntil", get("validUntil"), "a time after validFrom");
            return Validity.ALWAYS;
        }
        return new Validity(from, until);
    }

    private @Nullable Instant instant(String field) {
        if (!has(field)) {
            return null;
        }
        JsonNode value = object.get(field);
        try {
            return Instant.parse(value.isTextual() ? value.textValue() : "");
        } catch (DateTimeParseException e) {
            bad(field, value, "a time such as \"2026-11-30T08:00:00Z\"");
            return null;
        }
    }

    /** A filter expression that chooses some pages; every page where it is wrong. */
    Filter filter(String field) {
        String text = line(field, FilterParser.MAX_LENGTH, true);
        if (text.isEmpty()) {
            return new Filter.All();
        }
        try {
            return FilterParser.parse(text);
        } catch (FilterSyntaxException e) {
            problems.add(new EntryProblem(
                    path + field,
                    text,
                    "a filter such as tag:handbuch AND NOT lang:en",
                    path + field + " is no filter: " + e.getMessage()));
            return new Filter.All();
        }
    }

    /** An address that a visitor may be sent to: never a script. */
    String url(String field, boolean required) {
        String text = line(field, 2000, required);
        if (!text.isEmpty() && !isWebAddress(text)) {
            problems.add(EntryProblem.bad(
                    path + field, text, "an http(s) URL, or a path of the site that begins with one /"));
        }
        return text;
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            boolean absolute = ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
            return absolute || (uri.getScheme() == null && text.startsWith("/") && !text.startsWith("//"));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String clean(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
    }

    private static String shown(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isArray() ? "an array of " + value.size() : "an object";
        }
        return value.asText();
    }
}
