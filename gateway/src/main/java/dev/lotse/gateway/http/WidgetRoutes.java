package dev.lotse.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /widget/…}: the search box and its parts. {@code /widget/lotse-search.js} is the newest one and is asked for again
 * after a while; below {@code /widget/<version>-<hash>/} nothing ever changes. Thread-safe.
 */
public final class WidgetRoutes {
    private static final String FOLDER = "dev/lotse/widget/";
    private static final String MANIFEST = "manifest.json";
    private static final String NEWEST = "public, max-age=300, stale-while-revalidate=86400";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Map<String, StaticAsset> assets;

    private WidgetRoutes(Map<String, StaticAsset> assets) {
        this.assets = Map.copyOf(assets);
    }

    /** The widget that was built into the program; where it was built without one, every file is missing. */
    public static WidgetRoutes bundled() {
        return read(WidgetRoutes.class.getClassLoader());
    }

    static WidgetRoutes read(ClassLoader loader) {
        try {
            byte[] manifest = StaticAsset.resource(loader, FOLDER + MANIFEST);
            if (manifest == null) {
                return new WidgetRoutes(Map.of());
            }
            JsonNode root = new ObjectMapper().readTree(manifest);
            String folder = root.required("folder").textValue() + "/";
            Map<String, StaticAsset> assets = new HashMap<>();
            assets.put(
                    MANIFEST, new StaticAsset(manifest, "application/json", NEWEST, "\"" + folder + MANIFEST + "\""));
            root.required("files").properties().forEach(file -> {
                String etag = "\"" + file.getValue().required("integrity").textValue() + "\"";
                add(assets, loader, file.getKey(), NEWEST, etag);
                add(assets, loader, folder + file.getKey(), FOR_EVER, etag);
            });
            return new WidgetRoutes(assets);
        } catch (IOException e) {
            throw new UncheckedIOException("the widget in this program cannot be read", e);
        }
    }

    /** The one route. */
    public List<Route> routes() {
        return List.of(new Route(Method.GET, "/widget/{+path}", this::asset));
    }

    private static void add(
            Map<String, StaticAsset> assets, ClassLoader loader, String path, String cacheControl, String etag) {
        try {
            byte[] bytes = StaticAsset.resource(loader, FOLDER + path);
            if (bytes == null) {
                throw new IllegalStateException("the program is incomplete: " + FOLDER + path + " is missing");
            }
            assets.put(path, new StaticAsset(bytes, "text/javascript; charset=utf-8", cacheControl, etag));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void asset(ServerRequest request, ServerResponse response) {
        StaticAsset asset = assets.get(request.path().pathParameters().get("path"));
        if (asset == null) {
            throw new ProblemException(Problem.notFound(
                    assets.isEmpty()
                            ? "This program was built without the search box, because npm was missing"
                            : "The search box has no such file; /widget/manifest.json lists them"));
        }
        ServerResponseHeaders headers = response.headers();
        // Module scripts of other origins are loaded with CORS, and this one is public.
        headers.set(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        headers.set(HeaderNames.create("Cross-Origin-Resource-Policy"), "cross-origin");
        asset.send(request, response);
    }
}
