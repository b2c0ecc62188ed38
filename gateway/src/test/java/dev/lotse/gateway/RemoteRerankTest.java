package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches reordered by rerankers of providers, and the same rerankers over HTTP. */
class RemoteRerankTest {
    private static final String ADMIN = "0123456789abcdef0123456789abcdef";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final List<AutoCloseable> closeables = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : closeables.reversed()) {
            closeable.close();
        }
    }

    private ScriptedServer upstream(ScriptedServer.Script script) {
        ScriptedServer server = ScriptedServer.start(script);
        closeables.add(server);
        return server;
    }

    private TestGateway gateway(ScriptedServer first, ScriptedServer second, String... further) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("providers.one.format", "cohere");
        configuration.put("providers.one.url", first.uri() + "/v2");
        configuration.put("providers.one.auth", "none");
        configuration.put("providers.one.models.m.model", "rerank-v3.5");
        configuration.put("providers.one.models.m.kind", "rerank");
        configuration.put("providers.one.models.m.price.input", "0");
        configuration.put("providers.two.format", "tei");
        configuration.put("providers.two.url", second.uri().toString());
        configuration.put("providers.two.auth", "none");
        configuration.put("providers.two.models.m.kind", "rerank");
        configuration.put("providers.two.models.m.price.input", "0");
        configuration.put("chains.ranks.steps", "one/m,two/m");
        configuration.put("rerank.sites.docs.model", "chain:ranks");
        configuration.put("cache.enabled", "false");
        for (int i = 0; i < further.length; i += 2) {
            configuration.put(further[i], further[i + 1]);
        }
        TestGateway gateway = new TestGateway(data, true, Map.of("LOTSE_ADMIN_KEY", ADMIN), configuration);
        closeables.add(gateway);
        for (String id : List.of("a", "b", "c")) {
            HttpResponse<String> response = gateway.send(gateway.request("/admin/v1/sites/docs/documents/" + id)
                    .header("Authorization", "Bearer " + ADMIN)
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"url\": \"/" + id + "\", \"title\": \"Strom " + id
                            + "\", \"text\": \"Strom aus der Dose " + id + ".\", \"lang\": \"de\"}")));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
        return gateway;
    }

    private static JsonNode search(TestGateway gateway) {
        return TestGateway.json(
                gateway.get("/v1/sites/docs/search?q=Strom&explain=true").body());
    }

    private static List<String> ids(JsonNode response) {
        return response.get("hits").findValuesAsText("objectID");
    }

    private static String cohere(double first, double second, double third) {
        return "{\"id\":\"1\",\"results\":[{\"index\":0,\"relevance_score\":" + first
                + "},{\"index\":1,\"relevance_score\":" + second + "},{\"index\":2,\"relevance_score\":" + third
                + "}]}";
    }

    @Test
    void aRemoteRerankerOrdersTheSearchOfItsSite() {
        ScriptedServer first = upstream(c -> c.json(200, cohere(0.1, 0.2, 0.9)));
        ScriptedServer unused = upstream(c -> c.json(500, "{}"));
        TestGateway gateway = gateway(first, unused);
        List<String> fused = ids(TestGateway.json(
                gateway.get("/v1/sites/docs/search?q=Strom&rerank=off").body()));

        JsonNode response = search(gateway);

        assertThat(ids(response)).containsExactly(fused.get(2), fused.get(1), fused.get(0));
        assertThat(response.get("degraded")).isEmpty();
        assertThat(response.at("/versions/reranker").asText()).isEqualTo("chain:ranks");
        assertThat(first.requests().getLast())
                .contains("\"query\":\"Strom\"", "\"model\":\"rerank-v3.5\"", "Strom aus der Dose");
        assertThat(unused.served()).isZero();
        // The page after the first goes on with the same order.
        assertThat(ids(TestGateway.json(gateway.get("/v1/sites/docs/search?q=Strom&hitsPerPage=1&page=1")
                        .body())))
                .containsExactly(fused.get(1));
    }

    @Test
    void theNextProviderReordersWhereTheFirstFails() {
        ScriptedServer first = upstream(c -> c.json(503, "{\"message\":\"down\"}"));
        ScriptedServer second = upstream(c ->
                c.json(200, "[{\"index\":0,\"score\":0.1},{\"index\":1,\"score\":0.9},{\"index\":2,\"score\":0.2}]"));
        TestGateway gateway = gateway(first, second);

        JsonNode response = search(gateway);

        assertThat(response.get("degraded")).isEmpty();
        assertThat(response.at("/versions/reranker").asText()).isEqualTo("chain:ranks");
        assertThat(second.requests().getLast()).contains("\"texts\":[");
    }

    @Test
    void whereNoProviderAnswersTheOrderOfTheFusionStaysAndTheResponseSaysSo() {
        ScriptedServer broken = upstream(c -> c.json(500, "{}"));
        TestGateway gateway = gateway(broken, broken);

        JsonNode response = search(gateway);

        assertThat(ids(response)).hasSize(3);
        assertThat(response.get("degraded").toString()).isEqualTo("[\"rerank\"]");
        assertThat(response.at("/versions/reranker").isNull()).isTrue();
        assertThat(response.at("/explain/rerank").asText()).contains("chain ranks", "one/m overloaded");
    }

    @Test
    void aProviderThatDoesNotAnswerCostsNoMoreThanTheDeadline() {
        ScriptedServer silent = upstream(ScriptedServer.Connection::untilClientLeaves);
        TestGateway gateway = gateway(silent, silent, "server.search-timeout", "700ms");

        long start = System.nanoTime();
        JsonNode response = search(gateway);

        assertThat((System.nanoTime() - start) / 1e6).isLessThan(5_000);
        assertThat(ids(response)).hasSize(3);
        assertThat(response.get("degraded").toString()).isEqualTo("[\"rerank\"]");
    }

    @Test
    void theInferenceApiRanksWithTheSameChain() {
        ScriptedServer first = upstream(c -> c.json(200, cohere(0.1, 0.2, 0.9)));
        TestGateway gateway = gateway(first, first);

        HttpResponse<String> response = gateway.send(gateway.request("/v1/rerank")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"query\":\"q\",\"documents\":[\"x\",\"y\",\"z\"],\"model\":\"ranks\"}")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(TestGateway.json(response.body()).at("/results/0/index").asInt())
                .isEqualTo(2);
        assertThat(response.headers().firstValue("x-lotse-provider")).hasValue("one");
        assertThat(first.requests().getLast()).contains("\"documents\":[\"x\",\"y\",\"z\"]");
    }

    @Test
    void aChainThatIsNotThereEndsTheStart() {
        assertThatThrownBy(() -> TestGateway.settings(Map.of(), Map.of("rerank.model", "chain:nobody")))
                .hasMessageContaining("rerank.model")
                .hasMessageContaining("chain of rerankers");
        assertThatThrownBy(() -> TestGateway.settings(Map.of(), Map.of("rerank.sites.docs.model", "best")))
                .hasMessageContaining("rerank.sites.docs.model")
                .hasMessageContaining("cross-encoder:MODEL");
    }
}
