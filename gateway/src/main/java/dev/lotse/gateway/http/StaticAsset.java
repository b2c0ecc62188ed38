package dev.lotse.gateway.http;

import io.helidon.http.HeaderNames;
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
 */
record StaticAsset(byte[] bytes, String type, Freshness freshness) {

    /** The bytes of a file of the program, or null where it was built without it. */
    static byte @Nullable [] resource(ClassLoader loader, String path) throws IOException {
        try (InputStream in = loader.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** Sends it, or 304 to whoever has it. */
    void send(ServerRequest request, ServerResponse response) {
        if (freshness.answered(request, response)) {
            return;
        }
        response.headers().set(HeaderNames.CONTENT_TYPE, type);
        response.send(bytes);
    }
}
