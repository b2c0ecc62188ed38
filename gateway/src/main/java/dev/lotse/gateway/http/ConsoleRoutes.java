package dev.lotse.gateway.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /console/…}: the web page of the SEO team. It is public; what it shows comes from the administration, which asks for
 * a key. Thread-safe.
 */
public final class ConsoleRoutes {
    private static final String FOLDER = "dev/lotse/console/";
    private static final Map<String, String> FILES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8",
            "console.css", "text/css; charset=utf-8");

    /** Nothing of others runs in the page that holds the key, and no other page frames it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final HeaderName REFERRER_POLICY = HeaderNames.create("Referrer-Policy");
    private static final HeaderName CONTENT_SECURITY_POLICY = HeaderNames.create("Content-Security-Policy");

    private final Map<String, StaticAsset> assets;

    private ConsoleRoutes(Map<String, StaticAsset> assets) {
        this.assets = Map.copyOf(assets);
    }

    /** The console that was built into the program; where it was built without one, it says so. */
    public static ConsoleRoutes bundled() {
        return read(ConsoleRoutes.class.getClassLoader());
    }

    static ConsoleRoutes read(ClassLoader loader) {
        Map<String, StaticAsset> assets = new HashMap<>();
        FILES.forEach((name, type) -> {
            try {
                byte[] bytes = StaticAsset.resource(loader, FOLDER + name);
                if (bytes != null) {
                    assets.put(name, new StaticAsset(bytes, type, new Freshness("no-cache", etag(bytes))));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the console in this program cannot be read", e);
            }
        });
        return new ConsoleRoutes(assets);
    }

    /** The page and its files. */
    public List<Route> routes() {
        return List.of(
                Redirect.of("/console", "/console/"),
                new Route(Method.GET, "/console/", (request, response) -> send("index.html", request, response)),
                new Route(
                        Method.GET,
                        "/console/{file}",
                        (request, response) ->
                                send(request.path().pathParameters().get("file"), request, response)));
    }

    private void send(String name, ServerRequest request, ServerResponse response) {
        StaticAsset asset = assets.get(name);
        if (asset == null) {
            throw new ProblemException(Problem.notFound(
                    assets.isEmpty()
                            ? "This program was built without the console, because npm was missing"
                            : "The console has no such file"));
        }
        response.headers().set(CONTENT_SECURITY_POLICY, POLICY);
        response.headers().set(REFERRER_POLICY, "no-referrer");
        asset.send(request, response);
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
