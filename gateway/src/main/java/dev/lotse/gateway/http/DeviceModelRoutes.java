package dev.lotse.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.models.ModelFiles;
import dev.lotse.models.ModelSpec;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /models/…}: the encoder for browsers that encode queries themselves. {@code /models/on-device.json} says which model
 * it is and how to run it; the files it names carry the model's version and their content's hash in the path and never change.
 * Thread-safe.
 */
public final class DeviceModelRoutes {
    private static final String DESCRIPTION = "/models/on-device.json";
    private static final String NEWEST = "public, max-age=300";
    private static final int HASH_DIGITS = 12;

    private final @Nullable ModelSpec model;
    private final Supplier<ModelFiles> files;
    private @Nullable Offer offer;

    /** What is offered; the files are hashed once, when the first browser asks. */
    private record Offer(StaticAsset description, Map<String, LargeAsset> byPath) {}

    private DeviceModelRoutes(@Nullable ModelSpec model, Supplier<ModelFiles> files) {
        this.model = model;
        this.files = files;
    }

    /**
     * Offers a model.
     *
     * @param model an encoder
     * @param files its files on this machine; asked when the first browser asks
     */
    public static DeviceModelRoutes of(ModelSpec model, Supplier<ModelFiles> files) {
        return new DeviceModelRoutes(model, files);
    }

    /** Offers nothing: every request is told that on-device search is off. */
    public static DeviceModelRoutes off() {
        return new DeviceModelRoutes(null, () -> {
            throw new IllegalStateException("nothing is offered");
        });
    }

    /** The description and the files. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, DESCRIPTION, this::description),
                new Route(Method.GET, "/models/{id}/{version}/{file}", this::file));
    }

    private void description(ServerRequest request, ServerResponse response) {
        StaticAsset description = offer().description();
        Cors.anyOrigin(response.headers());
        description.send(request, response);
    }

    private void file(ServerRequest request, ServerResponse response) throws IOException {
        LargeAsset file = offer().byPath().get(request.path().path());
        if (file == null) {
            throw new ProblemException(Problem.notFound("No such file is offered; " + DESCRIPTION + " lists them"));
        }
        Cors.anyOrigin(response.headers());
        file.send(request, response);
    }

    private synchronized Offer offer() {
        if (model == null) {
            throw new ProblemException(Problem.notFound(
                    "Search on the device is switched off; models.on-device in the configuration switches it on"));
        }
        if (offer == null) {
            try {
                offer = offer(model, files.get());
            } catch (IOException e) {
                throw new UncheckedIOException("the files of model " + model.versionedId() + " cannot be read", e);
            }
        }
        return offer;
    }

    private static Offer offer(ModelSpec model, ModelFiles files) throws IOException {
        Map<String, LargeAsset> byPath = new HashMap<>();
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("model", model.versionedId());
        json.put("licence", model.licence());
        json.put("dimension", model.dimension());
        json.put("pooling", model.pooling().name().toLowerCase(Locale.ROOT));
        json.put("queryPrefix", model.queryPrefix());
        json.put("maxTokens", model.maxTokens());
        json.set("network", add(byPath, model, files.onnx(), "model.onnx", "application/octet-stream"));
        json.set("tokenizer", add(byPath, model, files.tokenizer(), "tokenizer.json", "application/json"));
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        String etag = "\"" + HexFormat.of().formatHex(digest().digest(bytes)) + "\"";
        return new Offer(new StaticAsset(bytes, "application/json", new Freshness(NEWEST, etag)), Map.copyOf(byPath));
    }

    private static ObjectNode add(Map<String, LargeAsset> byPath, ModelSpec model, Path file, String name, String type)
            throws IOException {
        String hash = sha256(file);
        long length = Files.size(file);
        // A file of the operator may be replaced without a new version, so the hash of what it holds is in the path.
        String path =
                "/models/" + model.id() + "/" + model.version() + "-" + hash.substring(0, HASH_DIGITS) + "/" + name;
        Freshness freshness = new Freshness(Freshness.FOR_EVER, "\"" + hash + "\"");
        byPath.put(path, new LargeAsset(length, type, "identity", freshness, () -> Files.newInputStream(file)));
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("path", path);
        json.put("bytes", length);
        json.put("sha256", hash);
        return json;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
