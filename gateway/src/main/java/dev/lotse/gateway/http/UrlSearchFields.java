package dev.lotse.gateway.http;

import io.helidon.common.uri.UriQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a search from the query part of a URL. */
public final class UrlSearchFields {
    private UrlSearchFields() {}

    /** All fields; one that does not exist is a mistake. */
    static SearchFields read(UriQuery query) {
        return read(query, query.names());
    }

    /** Those of these names; others may stand in the URL and mean nothing here. */
    public static SearchFields read(UriQuery query, Collection<String> wanted) {
        SearchFields fields = new SearchFields();
        for (String name : query.names()) {
            if (!wanted.contains(name)) {
                continue;
            }
            List<String> values = query.all(name, List::of);
            if (!SearchFields.NAMES.contains(name)) {
                fields.errors.unknown(name, values.isEmpty() ? null : values.getFirst(), SearchFields.NAMES);
            } else if (name.equals("facets")) {
                fields.facets = split(values);
            } else {
                if (values.size() > 1) {
                    fields.errors.add(
                            name,
                            String.join(" and ", values),
                            "one value",
                            name + " is given " + values.size() + " times");
                }
                set(fields, name, values.isEmpty() ? "" : values.getFirst());
            }
        }
        return fields;
    }

    private static void set(SearchFields fields, String name, String value) {
        FieldErrors errors = fields.errors;
        switch (name) {
            case "q" -> fields.q = value;
            case "page" -> fields.page = integer(name, value, errors);
            case "hitsPerPage" -> fields.hitsPerPage = integer(name, value, errors);
            case "lang" -> fields.lang = value;
            case "filters" -> fields.filters = value;
            case "mode" -> fields.mode = value;
            case "rerank" -> fields.rerank = value;
            case "vector" -> fields.vector = vector(value, errors);
            case "vectorModel" -> fields.vectorModel = value;
            case "timeoutMs" -> fields.timeoutMs = integer(name, value, errors);
            case "explain" -> fields.explain = flag(name, value, errors);
            default -> throw new IllegalStateException("no field " + name);
        }
    }

    private static List<String> split(Collection<String> values) {
        List<String> names = new ArrayList<>();
        for (String value : values) {
            for (String name : value.split(",", -1)) {
                if (!name.isBlank()) {
                    names.add(name.strip());
                }
            }
        }
        return names;
    }

    private static @Nullable Long integer(String name, String value, FieldErrors errors) {
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            errors.bad(name, value, "a whole number");
            return null;
        }
    }

    private static @Nullable Boolean flag(String name, String value, FieldErrors errors) {
        return switch (value) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> {
                errors.bad(name, value, "true or false");
                yield null;
            }
        };
    }

    private static float @Nullable [] vector(String value, FieldErrors errors) {
        String[] parts = value.split(",", -1);
        float[] vector = new float[parts.length];
        try {
            for (int i = 0; i < parts.length; i++) {
                vector[i] = Float.parseFloat(parts[i].strip());
            }
            return vector;
        } catch (NumberFormatException e) {
            errors.bad("vector", value, "numbers separated by commas");
            return null;
        }
    }
}
