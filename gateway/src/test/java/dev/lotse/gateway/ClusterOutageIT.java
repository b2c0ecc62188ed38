package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.retrieval.elasticsearch.SharedNode;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What visitors and editors get over HTTP while the only node of a cluster is away, with and without local copies. */
@Tag("cluster")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterOutageIT {
    private static final String SEARCH = "/v1/sites/werke/search?timeoutMs=4000&q=";
    private static final String DOCUMENTS = "/admin/v1/sites/werke/documents";
    private static final String WITH_COPIES = "elasticsearch.snapshot.enabled";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final Path home = SharedNode.temporary();
    private ElasticsearchNode node = SharedNode.start(home, SharedNode.plugin(), 0, Map.of());
    private final int port = node.address().getPort();
    private TestGateway gateway = new TestGateway(Path.of("unused"), true, Map.of(), Map.of());

    @BeforeEach
    void isAlive() {
        assertThat(node.process().isAlive()).isTrue();
    }

    @AfterEach
    void stop() {
        gateway.close();
        node.close();
        SharedNode.delete(home);
    }

    private void serve(Map<String, String> configuration) {
        gateway.close();
        Map<String, String> all = new HashMap<>(configuration);
        all.put("engine", "elasticsearch");
        all.put("elasticsearch.nodes", "http://127.0.0.1:" + port);
        all.put("elasticsearch.replicas", "0");
        all.put("elasticsearch.snapshot.interval", "1s");
        all.put("elasticsearch.admin-timeout", "10s");
        gateway = new TestGateway(data, true, Map.of(), all);
    }

    private void killNode() {
        node.process().destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> !node.process().isAlive());
    }

    private void startNodeAgain() {
        node = SharedNode.start(home, SharedNode.plugin(), port, Map.of());
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            HttpResponse<String> response = gateway.get(SEARCH + "wieder");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(TestGateway.json(response.body()).path("degraded")).isEmpty();
        });
    }

    private HttpResponse<String> push(String id, String text) {
        String document = "{\"url\": \"https://example.org/" + id + "\", \"title\": \"" + text + "\", \"text\": \""
                + text + "\", \"lang\": \"de\"}";
        return gateway.send(gateway.request(DOCUMENTS + "/" + id)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(document)));
    }

    private JsonNode found(String query) {
        HttpResponse<String> response = gateway.get(SEARCH + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestGateway.json(response.body());
    }

    private void pushTwoPages() {
        assertThat(push("umzug", "Den Umzug melden Sie online.").statusCode()).isEqualTo(200);
        assertThat(push("wasser", "Die Härte des Wassers liegt bei 14 Grad.").statusCode())
                .isEqualTo(200);
    }

    private void awaitCopyOf(String query, String objectId) {
        // The copy is searched as soon as another process's watch would see it, too.
        await().atMost(Duration.ofMinutes(1))
                .until(() -> gateway.workspace
                        .snapshots()
                        .flatMap(snapshots -> snapshots.age("werke"))
                        .isPresent());
        assertThat(found(query).path("hits").path(0).path("objectID").asText()).isEqualTo(objectId);
    }

    /** A visitor learns nothing of how the site is run. */
    private static void isUnavailable(HttpResponse<String> response) {
        assertThat(unavailable(response).path("detail").asText())
                .isEqualTo("the search engine cannot answer at the moment");
        assertThat(response.body()).doesNotContain("127.0.0.1");
    }

    /** An editor's program learns the cause and what to do. */
    private void isRefused(HttpResponse<String> response) {
        assertThat(unavailable(response).path("detail").asText())
                .contains("http://127.0.0.1:" + port)
                .containsAnyOf("check elasticsearch.nodes", "is left alone for 2 s");
    }

    private static JsonNode unavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        JsonNode problem = TestGateway.json(response.body());
        assertThat(problem.path("status").asInt()).isEqualTo(503);
        assertThat(response.body()).doesNotContain("\tat ");
        return problem;
    }

    @Test
    void withoutACopySearchesAndChangesGet503UntilTheNodeIsBack() {
        serve(Map.of());
        pushTwoPages();
        assertThat(found("umzug").path("degraded")).isEmpty();

        killNode();
        isUnavailable(gateway.get(SEARCH + "wasser"));
        isUnavailable(gateway.get(SEARCH + "wasser+grad"));
        isRefused(push("neu", "Neue Seite"));
        assertThat(gateway.get("/observe/metrics").statusCode()).isEqualTo(200);

        startNodeAgain();
        assertThat(found("umzug").path("hits").path(0).path("objectID").asText())
                .isEqualTo("umzug");
        assertThat(push("neu", "Neue Seite").statusCode()).isEqualTo(200);
    }

    @Test
    void withACopySearchesGoOnAndSayThatTheEngineIsAway() {
        serve(Map.of(WITH_COPIES, "true"));
        pushTwoPages();
        awaitCopyOf("umzug", "umzug");

        killNode();
        for (int i = 0; i < 8; i++) {
            // Never kept: each is made anew, also once the cluster is left alone.
            JsonNode answer = found("wasser+grad");
            assertThat(answer.path("degraded").toString()).contains("\"engine\"");
            assertThat(answer.path("cache").asText()).isNotEqualTo("hit");
            assertThat(answer.path("hits").path(0).path("objectID").asText()).isEqualTo("wasser");
            assertThat(answer.path("versions").path("index").asText()).startsWith("lotse-werke@");
        }
        assertThat(gateway.get("/observe/health").body()).contains("\"elasticsearch\":\"down, going on without it\"");
        assertThat(gateway.get("/observe/metrics").body())
                .containsPattern("lotse_search_degraded_total\\{[^}]*step=\"engine\"[^}]*} 8")
                .contains("lotse_snapshot_age_seconds");
        isRefused(push("neu", "Neue Seite"));

        // A gateway that starts now has never seen the cluster.
        serve(Map.of(WITH_COPIES, "true"));
        assertThat(found("umzug").path("degraded").toString()).contains("\"engine\"");
        assertThat(gateway.get("/v1/sites/niemand/search?q=x").statusCode()).isIn(404, 503);

        startNodeAgain();
        assertThat(gateway.get("/observe/health").body()).contains("\"elasticsearch\":\"up\"");
        assertThat(push("neu", "Neue Seite").statusCode()).isEqualTo(200);
    }

    @Test
    void aNodeThatHangsLeavesTheCopyEnoughTime() throws IOException, InterruptedException {
        serve(Map.of(WITH_COPIES, "true"));
        pushTwoPages();
        awaitCopyOf("umzug", "umzug");

        signal("STOP");
        try {
            JsonNode answer = found("wasser+grad");
            assertThat(answer.path("degraded").toString()).contains("\"engine\"");
            assertThat(answer.path("hits").path(0).path("objectID").asText()).isEqualTo("wasser");
        } finally {
            signal("CONT");
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> found("wasser+liegt").path("degraded").isEmpty());
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(node.process().pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }
}
