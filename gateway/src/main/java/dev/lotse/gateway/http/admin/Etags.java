package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/** Conditions of changes (RFC 9110, section 13): who changes something says what he saw. */
final class Etags {
    private Etags() {}

    /** Tells the version of what is sent. */
    static void set(ServerResponse response, String version) {
        response.headers().set(HeaderNames.ETAG, "\"" + version + "\"");
    }

    /**
     * The version that the client saw, or null where it says that there was nothing ({@code If-None-Match: *}).
     *
     * @throws ProblemException 428 where it does not say
     */
    static @Nullable String expected(ServerRequest request) {
        String match = request.headers().first(HeaderNames.IF_MATCH).orElse(null);
        if (match != null) {
            String version = match.strip();
            if (version.length() > 2 && version.startsWith("\"") && version.endsWith("\"")) {
                return version.substring(1, version.length() - 1);
            }
            throw new ProblemException(Problem.of(
                    "invalid-condition",
                    400,
                    "The condition cannot be read",
                    "If-Match must be one ETag in quotation marks, as it was sent"));
        }
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .orElse("")
                .strip()
                .equals("*")) {
            return null;
        }
        throw new ProblemException(Problem.of(
                "condition-required",
                428,
                "A condition is required",
                "Send 'If-Match: ETAG' with the ETag that you saw, or 'If-None-Match: *' for something new"));
    }

    /** The revision of a change set that the client saw. */
    static int revision(ServerRequest request) {
        String version = expected(request);
        try {
            return version == null ? 0 : Integer.parseInt(version);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
