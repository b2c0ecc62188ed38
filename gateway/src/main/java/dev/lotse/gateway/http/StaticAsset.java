package dev.lotse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the program that browsers load. Immutable and thread-safe.
 *
 * @param bytes its content; not to be changed
 * @param type media type
 * @param etag with its quotes
 */
record StaticAsset(byte[] bytes, String type, String cacheControl, String etag) {

    /** The bytes of a file of the program, or null where it was built without it. */
    static byte @Nullable [] resource(ClassLoader loader, String path) throws IOException {
        try (InputStream in = loader.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** Sends it, or 304 to whoever has it. */
    void send(ServerRequest request, ServerResponse response) {
        response.headers().set(HeaderNames.CACHE_CONTROL, cacheControl);
        response.headers().set(HeaderNames.ETAG, etag);
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(etag::equals)
                .isPresent()) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.headers().set(HeaderNames.CONTENT_TYPE, type);
        response.send(bytes);
    }
}
