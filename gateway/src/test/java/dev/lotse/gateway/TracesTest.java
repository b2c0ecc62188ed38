package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.lotse.gateway.provider.testing.OpenAiWire;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector gets over OTLP/HTTP; protobuf holds texts and ids as they are. */
class TracesTest {
    private static final String ADMIN = "0123456789abcdef0123456789abcdef";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer collector;

    private final ScriptedServer failing = ScriptedServer.start(c -> c.json(500, "{}"));
    private final ScriptedServer healthy = ScriptedServer.start(c -> c.json(200, OpenAiWire.completion("Guten Tag")));

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            sent.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
        failing.close();
        healthy.close();
    }

    private TestGateway gateway(String... further) {
        Map<String, String> configuration = new HashMap<>();
        for (Map.Entry<String, ScriptedServer> provider :
                Map.of("one", failing, "two", healthy).entrySet()) {
            String prefix = "providers." + provider.getKey();
            configuration.put(prefix + ".url", provider.getValue().uri() + "/v1");
            configuration.put(prefix + ".auth", "none");
            configuration.put(prefix + ".models.small.model", "gpt-5.4-mini");
            configuration.put(prefix + ".models.small.price.input", "1");
            configuration.put(prefix + ".models.small.price.output", "2");
        }
        configuration.put("chains.default.steps", "one/small,two/small");
        for (int i = 0; i < further.length; i += 2) {
            configuration.put(further[i], further[i + 1]);
        }
        TestGateway gateway = new TestGateway(
                data, true, Map.of("LOTSE_ADMIN_KEY", ADMIN, "LOTSE_TRACES_TOKEN", "collector-token"), configuration);
        HttpResponse<String> page = gateway.send(gateway.request("/admin/v1/sites/docs/documents/strom")
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(
                        "{\"url\": \"/strom\", \"title\": \"Strom\", \"text\": \"Strom aus"
                                + " der Dose.\", \"lang\": \"de\"}")));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return gateway;
    }

    private String endpoint() {
        return "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
    }

    private HttpResponse<String> chat(TestGateway gateway, String flags) {
        return gateway.send(
                gateway.request("/v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .header("traceparent", "00-" + TRACE + "-" + CALLER + "-" + flags)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"Geheimwort Apfelbaum\"}]}")));
    }

    private String all() {
        return String.join("", sent);
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachAttemptIsASpanOfItsRequestWithGenAiAttributesAndWithoutWords() {
        HttpResponse<String> response;
        try (TestGateway gateway = gateway("traces.endpoint", endpoint(), "traces.service", "search-edge")) {
            response = chat(gateway, "01");
        }

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        String parent = response.headers().firstValue("traceparent").orElseThrow();
        String all = all();
        assertThat(parent).startsWith("00-" + TRACE).endsWith("-01");
        assertThat(all)
                .contains("search-edge", "POST /v1/chat/completions", "http.response.status_code")
                .contains("chat small", "gen_ai.operation.name", "gen_ai.provider.name", "openai")
                .contains("gen_ai.request.model", "gen_ai.response.model", "gen_ai.usage.input_tokens", "lotse.cost")
                .contains("error.type", "overloaded")
                .contains(bytes(TRACE), bytes(CALLER))
                .doesNotContain("Apfelbaum", "Guten Tag", ADMIN);
        // The span of the request, and both calls below it.
        assertThat(all.split(Pattern.quote(bytes(parent.substring(36, 52))), -1))
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(tokens).allMatch("Bearer collector-token"::equals);
    }

    @Test
    void aSearchIsASpanWithItsStepsAndWithoutTheQuery() {
        try (TestGateway gateway = gateway("traces.endpoint", endpoint())) {
            assertThat(gateway.get("/v1/sites/docs/search?q=Strom+Apfelbaum").statusCode())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(20)).until(() -> all().contains("lotse.search.engine.ms"));
        }

        assertThat(all())
                .contains("GET /v1/sites/{site}/search", "lotse.site", "lotse.search.embedding.ms")
                .contains("lotse.search.degraded")
                .doesNotContain("Apfelbaum");
    }

    @Test
    void whatACallerDoesNotRecordIsNotRecorded() {
        try (TestGateway gateway = gateway("traces.endpoint", endpoint())) {
            assertThat(chat(gateway, "00").headers().firstValue("traceparent").orElseThrow())
                    .endsWith("-00");
        }

        assertThat(all()).doesNotContain("chat small");
    }

    @Test
    void noneOfTheTracesThatBeginHereIsRecordedWithASampleOfZero() {
        try (TestGateway gateway = gateway("traces.endpoint", endpoint(), "traces.sample", "0")) {
            assertThat(gateway.get("/v1/sites/docs/search?q=Strom").statusCode())
                    .isEqualTo(200);
        }

        assertThat(sent).isEmpty();
    }

    @Test
    void aCollectorThatIsAwayCostsNoRequest() {
        String nobody = endpoint();
        collector.stop(0);
        try (TestGateway gateway = gateway("traces.endpoint", nobody)) {
            assertThat(chat(gateway, "01").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/v1/sites/docs/search?q=Strom").statusCode())
                    .isEqualTo(200);
        }
    }
}
