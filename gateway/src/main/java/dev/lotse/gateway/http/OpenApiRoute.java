package dev.lotse.gateway.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.yaml}: the description of the API that comes with the program. */
public final class OpenApiRoute {
    static final String RESOURCE = "openapi.yaml";

    private static final Header YAML = HeaderValues.createCached("Content-Type", "application/yaml");
    private static final Header CACHE = HeaderValues.createCached("Cache-Control", "public, max-age=300");

    private OpenApiRoute() {}

    /** The route. */
    public static Route create() {
        byte[] description = read();
        return new Route(Method.GET, "/openapi.yaml", (request, response) -> {
            response.headers().set(YAML);
            response.headers().set(CACHE);
            response.send(description);
        });
    }

    private static byte[] read() {
        try (InputStream in = OpenApiRoute.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: " + RESOURCE + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
