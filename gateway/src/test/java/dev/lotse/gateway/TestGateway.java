package dev.lotse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.cli.GatewaySettings;
import dev.lotse.gateway.cli.ServerFactory;
import dev.lotse.gateway.config.ConfigLayers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The whole gateway as {@code Main} joins it, on a free port, with an encoder that needs no model. */
final class TestGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final EmbeddedWorkspace workspace;
    final HashingEncoder encoder;
    private final ServerFactory.Parts parts;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    TestGateway(Path data, boolean demo, Map<String, String> environment, Map<String, String> configuration) {
        this(data, demo, environment, configuration, new HashingEncoder());
    }

    TestGateway(
            Path data,
            boolean demo,
            Map<String, String> environment,
            Map<String, String> configuration,
            HashingEncoder encoder) {
        this.encoder = encoder;
        GatewaySettings settings = settings(environment, configuration);
        workspace = new EmbeddedWorkspace(data, settings, models -> encoder);
        parts = new ServerAssembly().create(workspace, settings, demo, List.of());
        parts.server().start();
        parts.health().started();
    }

    static GatewaySettings settings(Map<String, String> environment, Map<String, String> configuration) {
        Map<String, String> overrides = new HashMap<>(configuration);
        overrides.putIfAbsent("server.port", "0");
        return GatewaySettings.read(ConfigLayers.load(null, environment, new Properties(), overrides));
    }

    int port() {
        return parts.server().port();
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> get(String pathAndQuery) {
        return send(request(pathAndQuery));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        client.close();
        parts.server().close();
        parts.background().close();
        workspace.close();
    }
}
