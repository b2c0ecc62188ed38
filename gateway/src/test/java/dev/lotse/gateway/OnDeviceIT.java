package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.cli.ServerFactory;
import dev.lotse.models.Encoder;
import dev.lotse.models.TokenVectors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Search on the device: the browser's encoder gives what the server's gives, and the server gets no words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class OnDeviceIT {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Path WIDGET = Path.of("../frontend-widget/widget");
    private static final Path QUERIES = Path.of("../benchmarks/quality/demo");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PAGES = Map.of(
            "umzug", "Umzug melden. Teilen Sie uns Ihre neue Adresse zwei Wochen vor dem Umzug mit.",
            "rechnung", "Rechnung verstehen. So prüfen Sie, warum Ihre Rechnung höher ist als im letzten Jahr.",
            "zaehler", "Zählerstand melden. Lesen Sie den Stand des Stromzählers ab.",
            "bonus", "Bonus für Freunde. Wer uns empfiehlt, bekommt eine Gutschrift.",
            "gas", "Gasgeruch. Öffnen Sie die Fenster und verlassen Sie das Haus.");

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private EmbeddedWorkspace workspace;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ServerFactory.Parts parts;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path data;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        var settings = TestGateway.settings(
                Map.of("LOTSE_ADMIN_KEY", KEY), Map.of("models.on-device", "true", "sites.docs.origins", "*"));
        workspace = new EmbeddedWorkspace(data, settings);
        parts = new ServerAssembly().create(workspace, settings, false, List.of());
        parts.server().start();
        parts.health().started();
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            ObjectNode document = JSON.createObjectNode()
                    .put("url", "/" + page.getKey())
                    .put("title", page.getValue().substring(0, page.getValue().indexOf('.')))
                    .put("text", page.getValue())
                    .put("lang", "de");
            HttpResponse<String> response = send(request("/admin/v1/sites/docs/documents/" + page.getKey())
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(document.toString())));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }

    @AfterAll
    void stop() {
        client.close();
        parts.server().close();
        parts.background().close();
        workspace.close();
    }

    @Test
    void theModelIsAtAnAddressThatNeverChanges() throws IOException, InterruptedException {
        JsonNode model = JSON.readTree(send(request("/models/on-device.json")).body());

        assertThat(model.get("model").textValue())
                .isEqualTo(workspace.encoder().model().versionedId());
        for (String name : List.of("network", "tokenizer")) {
            JsonNode file = model.get(name);
            String path = file.get("path").textValue();
            assertThat(path).contains("/" + workspace.encoder().model().version() + "-");
            HttpResponse<byte[]> response = client.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.body()).hasSize(file.get("bytes").intValue());
            assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            String etag = response.headers().firstValue("ETag").orElseThrow();
            assertThat(etag).isEqualTo("\"" + file.get("sha256").textValue() + "\"");
            assertThat(send(request(path).header("If-None-Match", etag)).statusCode())
                    .isEqualTo(304);
            HttpResponse<String> head = send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
        assertThat(send(request("/models/e5-small-v2-q/1-abc/model.onnx")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void theTokensThatTheWidgetIsTestedWithAreTheServers() throws IOException {
        JsonNode fixture =
                JSON.readTree(WIDGET.resolve("test/unit/wordpiece.json").toFile());

        JsonNode real = JSON.readTree(workspace
                .models()
                .fetch(workspace.encoder().model().id())
                .tokenizer()
                .toFile());
        fixture.at("/tokenizer/model/vocab")
                .properties()
                .forEach(piece -> assertThat(real.at("/model/vocab").get(piece.getKey()))
                        .as(piece.getKey())
                        .isEqualTo(piece.getValue()));
        for (JsonNode text : fixture.get("texts")) {
            TokenVectors tokens = Objects.requireNonNull(workspace
                    .encoder()
                    .encodeQuery(text.get("text").textValue(), true)
                    .tokens());
            assertThat(JSON.<JsonNode>valueToTree(tokens.ids()))
                    .as(text.toString())
                    .isEqualTo(text.get("ids"));
        }
    }

    @Test
    void aBrowserEncodesAsTheServerDoesAndSendsNoWords() throws IOException, InterruptedException {
        assumeThat(OnDeviceIT.class.getResource("/dev/lotse/widget/lotse-encoder.js"))
                .as("the search box, which is built with npm")
                .isNotNull();
        Path expected = data.resolve("expected.json");
        JSON.writeValue(expected.toFile(), expected(workspace.encoder()));
        Path picture = Path.of("target/on-device.png");

        Path output = data.resolve("journey.txt");
        Path log = data.resolve("journey.log");
        Process journey = new ProcessBuilder(
                        "node",
                        WIDGET.resolve("test/on-device/journey.mjs").toString(),
                        url(),
                        expected.toString(),
                        picture.toString())
                .redirectOutput(output.toFile())
                .redirectError(log.toFile())
                .start();
        assertThat(journey.waitFor(5, TimeUnit.MINUTES)).isTrue();

        String last = Files.readString(output).lines().reduce((a, b) -> b).orElse("");
        assertThat(last).as(Files.readString(log)).startsWith("{");
        JsonNode seen = JSON.readTree(last);
        assertThat(seen.get("cosines")).hasSize(200);
        assertThat(seen.get("cosines"))
                .allSatisfy(cosine -> assertThat(cosine.doubleValue()).isGreaterThan(.99));
        assertThat(seen.get("errors")).as(last).isEmpty();
        // The first search came before the model, with words; then nothing but the vector is sent.
        assertThat(seen.get("first").isNull()).as(last).isTrue();
        assertThat(seen.get("note").textValue()).contains("nicht gesendet");
        assertThat(seen.get("sent")).as(last).hasSizeBetween(1, 2).allSatisfy(request -> {
            assertThat(request.get("url").textValue()).isEqualTo(url() + "/v1/sites/docs/search");
            if (request.get("method").textValue().equals("POST")) {
                assertThat(request.get("fields").toString())
                        .contains("vector", "vectorModel")
                        .doesNotContain("\"q\"");
            }
        });
        assertThat(seen.at("/hits/0").textValue()).as(last).isEqualTo("rechnung");
        assertThat(seen.get("kept")).as(last).hasSize(3);
        double least = IntStream.range(0, 200)
                .mapToDouble(i -> seen.get("cosines").get(i).doubleValue())
                .min()
                .orElseThrow();
        System.out.println("on-device: least cosine " + least + ", model loaded after " + seen.get("loadedAfterMs")
                + " ms, encoding " + seen.get("agreement"));
    }

    /** 200 queries, half of them German, with the server's vectors. */
    private static ArrayNode expected(Encoder encoder) throws IOException {
        ArrayNode out = JSON.createArrayNode();
        for (String text : queries()) {
            ObjectNode query = out.addObject().put("text", text);
            query.set(
                    "vector", JSON.valueToTree(encoder.encodeQuery(text, false).vector()));
        }
        return out;
    }

    private static List<String> queries() throws IOException {
        List<String> all = new ArrayList<>();
        for (String lang : List.of("de", "en")) {
            List<String> own = new ArrayList<>();
            for (String line : Files.readAllLines(QUERIES.resolve("queries." + lang + ".jsonl"))) {
                own.add(JSON.readTree(line).get("text").textValue());
            }
            for (String line : Files.readAllLines(QUERIES.resolve("questions." + lang + ".jsonl"))) {
                own.add(JSON.readTree(line).get("question").textValue());
            }
            all.addAll(own.subList(0, 100));
        }
        return all;
    }

    private String url() {
        return "http://127.0.0.1:" + parts.server().port();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
