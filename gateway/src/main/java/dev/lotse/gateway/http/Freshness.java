package dev.lotse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * How long clients may keep a file, and by what they know whether theirs is still the same. Immutable and thread-safe.
 *
 * @param etag with its quotes
 */
record Freshness(String cacheControl, String etag) {
    /** What is at the address never changes. */
    static final String FOR_EVER = "public, max-age=31536000, immutable";

    /**
     * Says so in the response, and sends 304 to whoever has the file.
     *
     * @return whether the response has been sent
     */
    boolean answered(ServerRequest request, ServerResponse response) {
        response.headers().set(HeaderNames.CACHE_CONTROL, cacheControl);
        response.headers().set(HeaderNames.ETAG, etag);
        boolean known = request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(etag::equals)
                .isPresent();
        if (known) {
            response.status(Status.NOT_MODIFIED_304).send();
        }
        return known;
    }
}
