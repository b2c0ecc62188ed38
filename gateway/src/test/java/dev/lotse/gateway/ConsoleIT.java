package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, from sign-in to a release and back. Pictures of it are left in target/console. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ConsoleIT {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Path CONSOLE = Path.of("../frontend-widget/console");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @Test
    void aNewcomerRepairsAQueryWithoutResultsInSixClicksAndTakesItBack() throws IOException {
        assumeThat(ConsoleIT.class.getResource("/dev/lotse/console/index.html"))
                .as("the console, which is built with npm")
                .isNotNull();
        try (TestGateway gateway = new TestGateway(data, false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of())) {
            page(gateway, "smartphone", "Smartphone", "Ein Smartphone mit Karte.");
            page(gateway, "gas", "Gas", "Gas kommt aus der Leitung.");
            assertThat(hits(gateway)).isEmpty();

            Process journey = new ProcessBuilder(
                            "node",
                            CONSOLE.resolve("test/journey.mjs").toString(),
                            gateway.request("/")
                                    .build()
                                    .uri()
                                    .resolve("/")
                                    .toString()
                                    .replaceFirst("/$", ""),
                            KEY,
                            Path.of("target/console").toString())
                    .redirectError(data.resolve("journey.log").toFile())
                    .start();
            String report = "";
            try (BufferedReader out = journey.inputReader(StandardCharsets.UTF_8);
                    OutputStream in = journey.getOutputStream()) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.equals("published")) {
                        assertThat(hits(gateway)).containsExactly("smartphone");
                        in.write('\n');
                        in.flush();
                    }
                    report = line;
                }
            } finally {
                journey.destroyForcibly();
            }

            assertThat(report).as(Files.readString(data.resolve("journey.log"))).startsWith("{");
            JsonNode seen = TestGateway.json(report);
            assertThat(seen.get("clicksToPublish").asInt()).isLessThanOrEqualTo(6);
            assertThat(seen.get("preview").asText()).contains("Mit Entwurf", "Smartphone");
            assertThat(seen.get("violations")).as(report).isEmpty();
            assertThat(seen.get("errors")).as(report).isEmpty();
            assertThat(seen.get("wide")).as("pages wider than a phone").isEmpty();
            assertThat(seen.get("csv").asText())
                    .startsWith("query,searches,noResults")
                    .contains("\"handy\",");
            assertThat(seen.get("impact").asText()).contains("Unentschieden.", "nDCG@10", "Finden nichts mehr");
            assertThat(hits(gateway)).isEmpty();
        }
    }

    private static List<String> hits(TestGateway gateway) {
        return TestGateway.json(gateway.get("/v1/sites/docs/search?mode=keyword&q=Handy")
                        .body())
                .get("hits")
                .findValuesAsText("objectID");
    }

    private static void page(TestGateway gateway, String id, String title, String text) {
        HttpResponse<String> response = gateway.send(gateway.request("/admin/v1/sites/docs/documents/" + id)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"url\": \"/" + id + "\", \"title\": \"" + title
                        + "\", \"text\": \"" + text + "\", \"lang\": \"de\"}")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
