package dev.lotse.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code GET /widget/…}: the search box and its parts. {@code /widget/lotse-search.js} is the newest one and is asked for again
 * after a while; below {@code /widget/<version>-<hash>/} nothing ever changes. Neither does WebAssembly, which carries its version
 * in its name. Thread-safe.
 */
public final class WidgetRoutes {
    private static final String FOLDER = "dev/lotse/widget/";
    private static final String MANIFEST = "manifest.json";
    private static final String NEWEST = "public, max-age=300, stale-while-revalidate=86400";
    /** A weight of 0 would refuse it. */
    private static final Pattern BROTLI = Pattern.compile("\\bbr\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");

    private final Map<String, StaticAsset> assets;
    private final Map<String, Wasm> programs;

    /**
     * WebAssembly, many megabytes.
     *
     * @param compressed the same as Brotli, for those who take it
     */
    private record Wasm(LargeAsset plain, LargeAsset compressed) {}

    private WidgetRoutes(Map<String, StaticAsset> assets, Map<String, Wasm> programs) {
        this.assets = Map.copyOf(assets);
        this.programs = Map.copyOf(programs);
    }

    /** The widget that was built into the program; where it was built without one, every file is missing. */
    public static WidgetRoutes bundled() {
        return read(WidgetRoutes.class.getClassLoader());
    }

    static WidgetRoutes read(ClassLoader loader) {
        try {
            byte[] manifest = StaticAsset.resource(loader, FOLDER + MANIFEST);
            if (manifest == null) {
                return new WidgetRoutes(Map.of(), Map.of());
            }
            JsonNode root = new ObjectMapper().readTree(manifest);
            String folder = root.required("folder").textValue() + "/";
            Map<String, StaticAsset> assets = new HashMap<>();
            Map<String, Wasm> programs = new HashMap<>();
            assets.put(
                    MANIFEST,
                    new StaticAsset(
                            manifest, "application/json", new Freshness(NEWEST, "\"" + folder + MANIFEST + "\"")));
            root.required("files").properties().forEach(file -> {
                String etag = "\"" + file.getValue().required("integrity").textValue() + "\"";
                if (file.getKey().endsWith(".wasm")) {
                    Wasm wasm = wasm(loader, file.getKey(), file.getValue(), etag);
                    programs.put(file.getKey(), wasm);
                    programs.put(folder + file.getKey(), wasm);
                    return;
                }
                add(assets, loader, file.getKey(), new Freshness(NEWEST, etag));
                add(assets, loader, folder + file.getKey(), new Freshness(Freshness.FOR_EVER, etag));
            });
            return new WidgetRoutes(assets, programs);
        } catch (IOException e) {
            throw new UncheckedIOException("the widget in this program cannot be read", e);
        }
    }

    /** The one route. */
    public List<Route> routes() {
        return List.of(new Route(Method.GET, "/widget/{+path}", this::asset));
    }

    private static void add(Map<String, StaticAsset> assets, ClassLoader loader, String path, Freshness freshness) {
        try {
            byte[] bytes = StaticAsset.resource(loader, FOLDER + path);
            if (bytes == null) {
                throw new IllegalStateException("the program is incomplete: " + FOLDER + path + " is missing");
            }
            assets.put(path, new StaticAsset(bytes, "text/javascript; charset=utf-8", freshness));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Wasm wasm(ClassLoader loader, String name, JsonNode file, String etag) {
        String type = "application/wasm";
        String path = FOLDER + name;
        return new Wasm(
                new LargeAsset(
                        file.required("bytes").longValue(),
                        type,
                        "identity",
                        new Freshness(Freshness.FOR_EVER, etag),
                        () -> open(loader, path)),
                new LargeAsset(
                        file.required("brotli").longValue(),
                        type,
                        "br",
                        new Freshness(Freshness.FOR_EVER, etag.substring(0, etag.length() - 1) + "-br\""),
                        () -> open(loader, path + ".br")));
    }

    private static InputStream open(ClassLoader loader, String path) throws IOException {
        InputStream in = loader.getResourceAsStream(path);
        if (in == null) {
            throw new FileNotFoundException("the program is incomplete: " + path + " is missing");
        }
        return in;
    }

    private void asset(ServerRequest request, ServerResponse response) throws IOException {
        String path = request.path().pathParameters().get("path");
        Wasm wasm = programs.get(path);
        if (wasm != null) {
            Cors.anyOrigin(response.headers());
            boolean brotli = request.headers().values(HeaderNames.ACCEPT_ENCODING).stream()
                    .anyMatch(coding -> BROTLI.matcher(coding).find());
            (brotli ? wasm.compressed() : wasm.plain()).send(request, response);
            return;
        }
        StaticAsset asset = assets.get(path);
        if (asset == null) {
            throw new ProblemException(Problem.notFound(
                    assets.isEmpty()
                            ? "This program was built without the search box, because npm was missing"
                            : "The search box has no such file; /widget/manifest.json lists them"));
        }
        Cors.anyOrigin(response.headers());
        asset.send(request, response);
    }
}
