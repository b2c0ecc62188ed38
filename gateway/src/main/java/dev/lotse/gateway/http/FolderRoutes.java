package dev.lotse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Serves the files of a folder below a path, as the demo does with its pages. Thread-safe. */
public final class FolderRoutes {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "js", "text/javascript; charset=utf-8",
            "txt", "text/plain; charset=utf-8");

    private final String prefix;
    private final Path root;

    /**
     * @param prefix path without a slash at its end
     * @param root folder whose files are public
     */
    public FolderRoutes(String prefix, Path root) {
        this.prefix = prefix;
        this.root = root.toAbsolutePath().normalize();
    }

    /** The one route. */
    public List<Route> routes() {
        return List.of(new Route(Method.GET, prefix + "/{+path}", this::file));
    }

    private void file(ServerRequest request, ServerResponse response) throws IOException {
        Path file = resolve(request.path().pathParameters().get("path"));
        String name = file.getFileName().toString();
        String type = TYPES.getOrDefault(
                name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
        response.status(Status.OK_200);
        response.headers().set(HeaderNames.CONTENT_TYPE, type);
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-cache");
        response.send(Files.readAllBytes(file));
    }

    private Path resolve(String path) {
        try {
            Path file = root.resolve(path).normalize();
            if (Files.isDirectory(file)) {
                file = file.resolve("index.html");
            }
            // Neither dots nor a symbolic link lead out of the folder.
            if (file.startsWith(root)
                    && Files.isRegularFile(file)
                    && file.toRealPath().startsWith(root.toRealPath())) {
                return file;
            }
        } catch (InvalidPathException | IOException e) {
            throw new ProblemException(Problem.notFound("There is no such page"));
        }
        throw new ProblemException(Problem.notFound("There is no such page"));
    }
}
