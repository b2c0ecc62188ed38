package dev.lotse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Megabytes that browsers load once: read anew for each request instead of being held in memory. Immutable and thread-safe.
 *
 * @param length of the content in bytes
 * @param type media type
 * @param encoding its content encoding; {@code identity} keeps the server from compressing it anew for each visitor
 * @param content opened once for each request
 */
record LargeAsset(long length, String type, String encoding, Freshness freshness, Content content) {

    /** Where the bytes come from. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /** Sends it, or 304 to whoever has it. */
    void send(ServerRequest request, ServerResponse response) throws IOException {
        response.headers().set(HeaderNames.VARY, "Accept-Encoding");
        if (freshness.answered(request, response)) {
            return;
        }
        // Opened before the response says anything, so that a file that is gone is an error and not half an answer.
        try (InputStream in = content.open()) {
            response.headers().set(HeaderNames.CONTENT_TYPE, type);
            response.headers().set(HeaderNames.CONTENT_ENCODING, encoding);
            response.headers().set(HeaderNames.CONTENT_LENGTH, String.valueOf(length));
            if (request.prologue().method().equals(Method.HEAD)) {
                response.send();
                return;
            }
            try (OutputStream out = response.outputStream()) {
                in.transferTo(out);
            }
        }
    }
}
