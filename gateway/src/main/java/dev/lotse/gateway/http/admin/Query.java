package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.FieldErrors;
import io.helidon.common.uri.UriQuery;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL. Used by one thread. */
final class Query {
    private final UriQuery query;
    private final FieldErrors errors = new FieldErrors();

    /** @param known every other parameter is a mistake */
    Query(ServerRequest request, List<String> known) {
        query = request.query();
        for (String name : query.names()) {
            if (!known.contains(name)) {
                errors.unknown(name, query.first(name).orElse(null), known);
            }
        }
    }

    FieldErrors errors() {
        return errors;
    }

    /** The value, or null where it is absent or empty. */
    @Nullable
    String text(String name) {
        return query.first(name).filter(value -> !value.isBlank()).orElse(null);
    }

    /** One of some values. */
    String choice(String name, List<String> allowed, String standard) {
        String value = text(name);
        if (value != null && !allowed.contains(value)) {
            errors.bad(name, value, String.join(", ", allowed));
        }
        return value == null ? standard : value;
    }

    int integer(String name, int from, int to, int standard) {
        String text = text(name);
        if (text == null) {
            return standard;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= from && value <= to) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number that is out of range.
        }
        errors.bad(name, text, from + " to " + to);
        return standard;
    }
}
