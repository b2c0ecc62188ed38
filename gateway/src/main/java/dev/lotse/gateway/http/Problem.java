package dev.lotse.gateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, in the shape of RFC 9457.
 *
 * @param kind last part of the type URN {@code urn:lotse:problem:…}
 * @param status HTTP status
 * @param title the same for every problem of this kind
 * @param detail this occurrence; fit for the client: no stack trace, no secret
 * @param errors the fields that are to blame
 */
public record Problem(String kind, int status, String title, String detail, List<FieldError> errors) {
    public Problem {
        errors = List.copyOf(errors);
    }

    /**
     * One field that is wrong.
     *
     * @param field its name as the client wrote it
     * @param value what it was, shortened; null where it is missing
     * @param allowed what would be right, in words
     * @param detail why it is wrong
     */
    public record FieldError(String field, @Nullable String value, String allowed, String detail) {
        private static final int SHOWN = 100;

        public FieldError {
            value = value == null ? null : shown(value);
        }

        /** Cut and without control characters: it ends up in terminals and logs. */
        static String shown(String value) {
            String cut = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
            return cut.replaceAll("\\p{Cntrl}", "\uFFFD");
        }
    }

    /** A problem without blamed fields. */
    public static Problem of(String kind, int status, String title, String detail) {
        return new Problem(kind, status, title, detail, List.of());
    }

    /** 400: some fields of the request are not allowed. */
    public static Problem invalidRequest(List<FieldError> errors) {
        String detail =
                errors.size() == 1 ? errors.getFirst().detail() : errors.size() + " fields are not allowed as they are";
        return new Problem("invalid-request", 400, "The request is not valid", detail, errors);
    }

    /** 400: the body is not what its type says. */
    public static Problem malformedBody(String detail) {
        return of("malformed-body", 400, "The body cannot be read", detail);
    }

    /** 404: no such site. */
    public static Problem unknownSite(String site) {
        return of("unknown-site", 404, "No such site", "There is no site '" + FieldError.shown(site) + "'");
    }

    /** 404: nothing lives at this path. */
    public static Problem notFound(String detail) {
        return of("not-found", 404, "Not found", detail);
    }

    /** 405. */
    public static Problem methodNotAllowed(String method, String allowed) {
        return of(
                "method-not-allowed",
                405,
                "Method not allowed",
                FieldError.shown(method) + " is not possible here; allowed is " + allowed);
    }

    /** 413. */
    public static Problem tooLarge(long limit) {
        return of("too-large", 413, "The request is too large", "Allowed are at most " + limit + " bytes");
    }

    /** 415. */
    public static Problem unsupportedType(String found, String allowed) {
        return of(
                "unsupported-media-type",
                415,
                "Unsupported media type",
                "The body's Content-Type is '" + FieldError.shown(found) + "'; allowed is " + allowed);
    }

    /** 429: over a limit. */
    public static Problem tooManyRequests(String limit, long seconds) {
        return of(
                "too-many-requests",
                429,
                "Too many requests",
                "The limit '" + limit + "' is reached; try again in " + seconds + " s");
    }

    /** 500: our mistake. The cause is in the log under the request id. */
    public static Problem internal() {
        return of(
                "internal",
                500,
                "Internal error",
                "Something failed on the server; the log has the cause under the request id");
    }

    /** 503: cannot be answered now. */
    public static Problem unavailable(String detail) {
        return of("unavailable", 503, "Not available now", detail);
    }
}
