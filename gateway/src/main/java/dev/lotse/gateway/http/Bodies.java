package dev.lotse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** Reading of request bodies within limits. */
public final class Bodies {
    private static final Map<String, String> CLOSE = Map.of("Connection", "close");

    private Bodies() {}

    /**
     * The whole body.
     *
     * @param type the media type it must have
     * @throws ProblemException 415 for another type, 413 above the limit
     */
    public static byte[] read(ServerRequest request, String type, int limit) {
        requireType(request, type);
        long declared = request.headers().contentLength().orElse(-1);
        if (declared > limit) {
            throw new ProblemException(Problem.tooLarge(limit), CLOSE);
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (BodyWatch.Reading reading = RequestScope.of(request).readsBody();
                InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(limit + 1);
            if (body.length > limit) {
                throw new ProblemException(Problem.tooLarge(limit), CLOSE);
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks the type of a body that is read as a stream.
     *
     * @throws ProblemException 415 for another type, or a charset other than UTF-8
     */
    public static void requireType(ServerRequest request, String type) {
        HttpMediaType found = request.headers().contentType().orElse(null);
        boolean fits = found != null
                && (found.type() + "/" + found.subtype())
                        .toLowerCase(Locale.ROOT)
                        .equals(type)
                && found.charset().map(c -> c.equalsIgnoreCase("utf-8")).orElse(true);
        if (!fits) {
            String shown = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("missing");
            throw new ProblemException(Problem.unsupportedType(shown, type + " in UTF-8"));
        }
    }
}
