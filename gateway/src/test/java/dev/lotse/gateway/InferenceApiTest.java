package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.provider.testing.OpenAiWire;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The inference API as its clients meet it, over providers that speak their real wire format. */
class InferenceApiTest {
    private static final String KEY = "shop-key-of-many-random-characters";
    /** {@code printf %s KEY | sha256sum}. */
    private static final String HASH = "sha256:828ba2584c1d397152afcff1950a956570f493729004454d657cd76343e55eaf";

    private static final String HELLO =
            "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"Hallo\"}]}";
    private static final String HELLO_STREAM = HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"");

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

    @Test
    void aChatIsAnsweredByTheNextProviderAndTheHeadersTellTheWay() {
        ScriptedServer faulty = upstream(c -> c.json(500, "{}"));
        ScriptedServer healthy = upstream(c -> c.json(200, OpenAiWire.completion("Guten Tag")));
        TestGateway gateway = gateway(faulty, healthy, Map.of());

        HttpResponse<String> response = post(gateway, "/v1/chat/completions", HELLO);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = TestGateway.json(response.body());
        assertThat(body.at("/object").asText()).isEqualTo("chat.completion");
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("Guten Tag");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.at("/usage/prompt_tokens").asInt()).isEqualTo(19);
        assertThat(body.at("/usage/total_tokens").asInt()).isEqualTo(29);
        assertThat(header(response, "x-lotse-provider")).isEqualTo("second");
        assertThat(header(response, "x-lotse-route"))
                .startsWith("first/m;overloaded")
                .endsWith("second/m;ok");
        assertThat(Integer.parseInt(header(response, "x-lotse-attempts"))).isBetween(2, 3);
        assertThat(header(response, "x-lotse-cost")).isEqualTo("0.000036");
        assertThat(Double.parseDouble(header(response, "x-lotse-overhead-ms"))).isNotNegative();
        assertThat(gateway.get("/observe/metrics").body())
                .contains("lotse_provider_attempt_seconds_count{outcome=\"ok\"")
                .contains("lotse_provider_tokens_total{kind=\"output\"");
        assertThat(gateway.get("/observe/health/ready").body()).contains("model first/m", "model second/m");
    }

    @Test
    void toolsFormatAndFurtherFieldsPassThrough() {
        ScriptedServer upstream = upstream(c -> c.json(200, """
                {"model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,\
                "tool_calls":[{"id":"call_1","type":"function","function":{"name":"wetter","arguments":"{\\"ort\\":\\"Bonn\\"}"}}]}}],\
                "usage":{"prompt_tokens":5,"completion_tokens":3}}"""));
        TestGateway gateway = gateway(upstream, upstream, Map.of());

        HttpResponse<String> response = post(gateway, "/v1/chat/completions", """
                {"model":"gpt-4o-mini","messages":[{"role":"developer","content":"Kurz"},
                {"role":"user","content":[{"type":"text","text":"Wetter?"}]},
                {"role":"assistant","content":null,"tool_calls":[{"id":"c0","type":"function","function":{"name":"wetter","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"c0","content":"Regen"}],
                "tools":[{"type":"function","function":{"name":"wetter","description":"d","parameters":{"type":"object"},"strict":true}}],
                "tool_choice":"required","response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{}}},
                "presence_penalty":0.5,"max_completion_tokens":50,"user":"u1"}""");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode message = TestGateway.json(response.body()).at("/choices/0/message");
        assertThat(message.get("content").isNull()).isTrue();
        assertThat(message.at("/tool_calls/0/function/arguments").asText()).isEqualTo("{\"ort\":\"Bonn\"}");
        JsonNode sent = sent(upstream);
        assertThat(sent.at("/model").asText()).isEqualTo("m");
        assertThat(sent.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(sent.at("/messages/2/tool_calls/0/id").asText()).isEqualTo("c0");
        assertThat(sent.at("/messages/3/tool_call_id").asText()).isEqualTo("c0");
        assertThat(sent.at("/tools/0/function/strict").asBoolean()).isTrue();
        assertThat(sent.at("/tool_choice").asText()).isEqualTo("required");
        assertThat(sent.at("/response_format/json_schema/name").asText()).isEqualTo("x");
        assertThat(sent.at("/presence_penalty").asDouble()).isEqualTo(0.5);
        assertThat(sent.at("/max_tokens").asInt()).isEqualTo(50);
        assertThat(sent.has("user")).isFalse();
    }

    @Test
    void personalDataStaysInTheHouseAndComesBackInTheAnswer() {
        ScriptedServer upstream = upstream(c -> {
            String placeholder = c.request().replaceAll("(?s).*(\\[EMAIL_1]).*", "$1");
            c.json(200, OpenAiWire.completion("Ich schreibe an " + placeholder));
        });
        TestGateway gateway = gateway(upstream, upstream, Map.of());

        HttpResponse<String> response =
                post(gateway, "/v1/chat/completions", HELLO.replace("Hallo", "Schreib an eva.muster@example.org"));

        assertThat(upstream.requests().getFirst()).doesNotContain("eva.muster").contains("[EMAIL_1]");
        assertThat(response.body()).contains("Ich schreibe an eva.muster@example.org");
    }

    @Test
    void aStreamHasTheShapeOfOpenAi() {
        ScriptedServer upstream = upstream(c -> c.streamHead()
                .chunk(OpenAiWire.stream(List.of("Guten ", "Tag")))
                .end());
        TestGateway gateway = gateway(upstream, upstream, Map.of());

        HttpResponse<String> response = post(
                gateway,
                "/v1/chat/completions",
                HELLO_STREAM.replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertThat(header(response, "Content-Type")).startsWith("text/event-stream");
        assertThat(header(response, "x-lotse-provider")).isEqualTo("first");
        List<JsonNode> chunks = chunks(response);
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(text(chunks)).isEqualTo("Guten Tag");
        JsonNode finish = chunks.get(chunks.size() - 2);
        assertThat(finish.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(finish.at("/lotse/provider").asText()).isEqualTo("first");
        assertThat(chunks.getLast().at("/choices")).isEmpty();
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"reset", "hold"})
    void aStreamThatBreaksOffIsAnsweredAnewForWhoUnderstandsIt(String onCut) {
        TestGateway gateway = gateway(cut(), healthyStream(), Map.of());

        HttpResponse<String> response = gateway.send(
                request(gateway, "/v1/chat/completions", HELLO_STREAM).header("X-Lotse-On-Cut", onCut));

        List<JsonNode> chunks = chunks(response);
        long resets =
                chunks.stream().filter(chunk -> chunk.at("/lotse").has("reset")).count();
        assertThat(resets).isEqualTo(onCut.equals("reset") ? 1 : 0);
        assertThat(text(chunks)).isEqualTo("Richtig");
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        assertThat(chunks.stream()
                        .map(chunk -> chunk.get("id").asText())
                        .distinct()
                        .count())
                .isEqualTo(onCut.equals("reset") ? 2 : 1);
    }

    @Test
    void aStreamThatBreaksOffEndsWithAnErrorForWhoDoesNot() {
        TestGateway gateway = gateway(cut(), healthyStream(), Map.of());

        HttpResponse<String> response = post(gateway, "/v1/chat/completions", HELLO_STREAM);

        assertThat(response.body())
                .contains("Falsch")
                .doesNotContain("Richtig")
                .contains("\"error\":{\"message\":\"The model's answer broke off");
    }

    @Test
    void whoHasNoKeyIsTurnedAway() {
        ScriptedServer upstream = upstream(c -> c.json(200, OpenAiWire.completion("x")));
        TestGateway gateway = gateway(upstream, upstream, Map.of());

        HttpResponse<String> none = gateway.send(gateway.request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(HELLO)));
        HttpResponse<String> wrong = gateway.send(gateway.request("/v1/models").header("Authorization", "Bearer nope"));

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(header(none, "WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(TestGateway.json(wrong.body()).at("/error/type").asText()).isEqualTo("authentication_error");
        assertThat(upstream.served()).isZero();
    }

    @Test
    void withoutAnyKeyTheApiIsOffButInTheDemo() {
        try (TestGateway off = new TestGateway(data.resolve("off"), false, Map.of(), Map.of());
                TestGateway demo = new TestGateway(data.resolve("demo"), true, Map.of(), Map.of())) {
            assertThat(off.get("/v1/models").statusCode()).isEqualTo(403);
            assertThat(demo.get("/v1/models").body()).contains("e5-small-v2-q");
            assertThat(demo.send(demo.request("/v1/models").header("Origin", "https://elsewhere.example"))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|model|model is missing",
                "{\"model\":\"default\"}|messages|messages must be a list of 1 to 2000 messages",
                "{\"model\":\"default\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}|messages[0].role|messages[0].role is 'robot'",
                "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":7}]}|messages[0].content|messages[0].content is '7'",
                "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"audio\"}]}]}|messages[0].content[0].type|messages[0].content[0].type is 'audio'",
                "{\"model\":\"default\",\"temperature\":3,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|temperature|temperature is '3'; allowed is 0 to 2",
                "{\"model\":\"default\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|n|n is '2'; allowed is 1 to 1",
                "{\"model\":\"default\",\"stream\":\"yes\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|stream|stream is 'yes'; allowed is true or false",
                "{\"model\":\"default\",\"tools\":{\"type\":\"function\"},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|tools|tools must be a list of functions",
                "{\"model\":\"default\",\"messages\":[{\"role\":\"assistant\",\"content\":\"x\",\"tool_calls\":{\"id\":\"c\"}}]}|messages[0].tool_calls|messages[0].tool_calls must be a list of calls"
            })
    void aMistakeIsNamedWithItsField(String body, String field, String message) {
        ScriptedServer upstream = upstream(c -> c.json(200, OpenAiWire.completion("x")));
        TestGateway gateway = gateway(upstream, upstream, Map.of());

        HttpResponse<String> response = post(gateway, "/v1/chat/completions", body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode problem = TestGateway.json(response.body());
        assertThat(problem.at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(problem.at("/errors/0/detail").asText()).startsWith(message);
        assertThat(problem.at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(problem.at("/error/param").asText()).isEqualTo(field);
        assertThat(upstream.served()).isZero();
    }

    @Test
    void anUnknownModelAndALongBodyAreRefused() {
        ScriptedServer upstream = upstream(c -> c.json(200, OpenAiWire.completion("x")));
        TestGateway gateway = gateway(upstream, upstream, Map.of("inference.max-body", "1KiB"));

        HttpResponse<String> unknown = post(gateway, "/v1/chat/completions", HELLO.replace("default", "gpt-9"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(TestGateway.json(unknown.body()).at("/error/message").asText())
                .isEqualTo("There is no model 'gpt-9' here; there are default, gpt-4o-mini");
        assertThat(post(gateway, "/v1/chat/completions", HELLO.replace("Hallo", "x".repeat(2000)))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void whenEveryProviderFailsTheErrorSaysSoAndNothingInside() {
        ScriptedServer faulty = upstream(c -> c.json(401, OpenAiWire.error("key sk-1234 is bad", "x", "null")));
        TestGateway gateway = gateway(faulty, faulty, Map.of());

        HttpResponse<String> response = post(gateway, "/v1/chat/completions", HELLO);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(TestGateway.json(response.body()).at("/error/message").asText())
                .isEqualTo("No model is available now.");
        assertThat(response.body()).doesNotContain("sk-1234");
        assertThat(header(response, "x-lotse-route")).isEqualTo("first/m;auth, second/m;auth");
    }

    @Test
    void aSpentBudgetEndsWithInsufficientQuota() {
        ScriptedServer upstream = upstream(c -> c.json(200, OpenAiWire.completion("x")));
        TestGateway gateway = gateway(upstream, upstream, Map.of("inference.keys.shop.tokens", "550"));

        assertThat(post(gateway, "/v1/chat/completions", HELLO).statusCode()).isEqualTo(200);
        HttpResponse<String> spent = post(gateway, "/v1/chat/completions", HELLO.replace("Hallo", "x".repeat(200)));

        assertThat(spent.statusCode()).isEqualTo(429);
        assertThat(TestGateway.json(spent.body()).at("/error/code").asText()).isEqualTo("insufficient_quota");
        assertThat(Integer.parseInt(header(spent, "Retry-After"))).isBetween(1, 86_400);
        assertThat(header(spent, "x-should-retry")).isEqualTo("false");
    }

    @Test
    void operatorsSeeWhichModelsAreAskedAndWhatWasSpent() {
        ScriptedServer upstream = upstream(c -> c.json(200, OpenAiWire.completion("x")));
        TestGateway gateway =
                gateway(upstream, upstream, Map.of("inference.keys.shop.site", "www"), Map.of("LOTSE_ADMIN_KEY", KEY));
        assertThat(post(gateway, "/v1/chat/completions", HELLO).statusCode()).isEqualTo(200);

        JsonNode providers =
                TestGateway.json(get(gateway, "/admin/v1/providers").body());

        assertThat(providers.at("/models/0/id").asText()).isEqualTo("first/m");
        assertThat(providers.at("/models/0/available").asBoolean()).isTrue();
        assertThat(providers.at("/spentToday/keys/0/key").asText()).isEqualTo("shop");
        assertThat(providers.at("/spentToday/keys/0/tokens").asInt()).isEqualTo(29);
        assertThat(providers.at("/spentToday/keys/0/money").decimalValue()).isEqualByComparingTo("0.000036");
        assertThat(gateway.get("/admin/v1/providers").statusCode()).isEqualTo(401);
    }

    @Test
    void aKeyOverItsRateIsToldWhenToComeBack() {
        ScriptedServer upstream = upstream(c -> c.json(200, OpenAiWire.completion("x")));
        TestGateway gateway = gateway(upstream, upstream, Map.of("limits.key.burst", "1/1m"));

        HttpResponse<String> first = get(gateway, "/v1/models");
        HttpResponse<String> second = get(gateway, "/v1/models");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "RateLimit")).isEqualTo("\"key\";r=0");
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(header(second, "Retry-After"))).isBetween(1, 60);
        assertThat(TestGateway.json(second.body()).at("/error/type").asText()).isEqualTo("rate_limit_error");
    }

    @Test
    void embeddingsComeFromTheLocalEncoderAsNumbersOrBase64() {
        ScriptedServer upstream = upstream(c -> c.json(200, OpenAiWire.completion("x")));
        TestGateway gateway = gateway(upstream, upstream, Map.of());
        String body = "{\"model\":\"e5-small-v2-q\",\"input\":[\"Strom\",\"Gas\"],\"encoding_format\":\"float\"}";

        JsonNode numbers =
                TestGateway.json(post(gateway, "/v1/embeddings", body).body());
        JsonNode base64 = TestGateway.json(
                post(gateway, "/v1/embeddings", body.replace("float", "base64")).body());

        float[] expected = gateway.encoder.encodeQuery("Gas", false).vector();
        assertThat(numbers.at("/data/1/embedding")).hasSize(expected.length);
        byte[] bytes = Base64.getDecoder().decode(base64.at("/data/1/embedding").asText());
        var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int i = 0; i < expected.length; i++) {
            assertThat(numbers.at("/data/1/embedding/" + i).asDouble()).isCloseTo(expected[i], within(1e-6));
            assertThat(floats.get(i)).isEqualTo(expected[i]);
        }
        HttpResponse<String> ids = post(gateway, "/v1/embeddings", "{\"model\":\"e5-small-v2-q\",\"input\":[[1,2]]}");
        assertThat(TestGateway.json(ids.body()).at("/errors/0/field").asText()).isEqualTo("input[0]");
    }

    @Test
    void embeddingsOfAChainComeFromItsProvider() {
        ScriptedServer upstream = upstream(
                c -> c.json(
                        200,
                        "{\"data\":[{\"index\":1,\"embedding\":[0,1]},{\"index\":0,\"embedding\":[1,0]}],\"usage\":{\"prompt_tokens\":4}}"));
        TestGateway gateway = gateway(
                upstream,
                upstream,
                Map.of(
                        "providers.first.models.vec.kind", "embeddings",
                        "providers.first.models.vec.model", "text-embedding-3-small",
                        "providers.first.models.vec.price.input", "0.02",
                        "chains.vectors.steps", "first/vec"));

        JsonNode answer =
                TestGateway.json(post(gateway, "/v1/embeddings", "{\"model\":\"vectors\",\"input\":[\"a\",\"b\"]}")
                        .body());

        assertThat(answer.at("/data/0/embedding").toString()).isEqualTo("[1.0,0.0]");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
        assertThat(sent(upstream).at("/model").asText()).isEqualTo("text-embedding-3-small");
    }

    @Test
    void documentsAreRankedInTheShapesOfCohereAndTei() {
        ScriptedServer upstream = upstream(c -> c.json(200, OpenAiWire.completion("x")));
        TestGateway gateway = gateway(upstream, upstream, Map.of());

        JsonNode cohere = TestGateway.json(post(
                        gateway,
                        "/v1/rerank",
                        "{\"model\":\"e5-small-v2-q\",\"query\":\"Zähler ablesen\",\"top_n\":1,\"return_documents\":true,"
                                + "\"documents\":[\"Wasser\",{\"text\":\"Zähler ablesen\"},\"Gas\"]}")
                .body());
        JsonNode tei =
                TestGateway.json(post(gateway, "/v1/rerank", "{\"query\":\"Gas\",\"texts\":[\"Wasser\",\"Gas\"]}")
                        .body());

        assertThat(cohere.get("results")).hasSize(1);
        assertThat(cohere.at("/results/0/index").asInt()).isEqualTo(1);
        assertThat(cohere.at("/results/0/relevance_score").asDouble()).isCloseTo(1, within(1e-5));
        assertThat(cohere.at("/results/0/document/text").asText()).isEqualTo("Zähler ablesen");
        assertThat(tei.at("/results/0/index").asInt()).isEqualTo(1);
        assertThat(tei.get("results")).hasSize(2);
        HttpResponse<String> wrong = post(gateway, "/v1/rerank", "{\"query\":\"x\",\"documents\":[7]}");
        assertThat(TestGateway.json(wrong.body()).at("/message").asText()).startsWith("documents[0] is '7'");
    }

    @Test
    void modelsListEveryNameThatARequestMayGive() {
        ScriptedServer upstream = upstream(c -> c.json(200, OpenAiWire.completion("x")));
        TestGateway gateway = gateway(upstream, upstream, Map.of());

        JsonNode models = TestGateway.json(get(gateway, "/v1/models").body());

        assertThat(models.findValuesAsText("id")).containsExactly("default", "gpt-4o-mini", "e5-small-v2-q");
        assertThat(models.at("/data/2/lotse/kinds").toString()).isEqualTo("[\"embeddings\",\"rerank\"]");
        assertThat(TestGateway.json(get(gateway, "/v1/models/gpt-4o-mini").body())
                        .at("/lotse/chain")
                        .asText())
                .isEqualTo("default");
        assertThat(get(gateway, "/v1/models/none").statusCode()).isEqualTo(404);
    }

    private ScriptedServer upstream(ScriptedServer.Script script) {
        ScriptedServer server = ScriptedServer.start(script);
        closeables.add(server);
        return server;
    }

    private ScriptedServer cut() {
        return upstream(c -> c.streamHead()
                .chunk(OpenAiWire.role() + OpenAiWire.delta("Falsch"))
                .end());
    }

    private ScriptedServer healthyStream() {
        return upstream(c ->
                c.streamHead().chunk(OpenAiWire.stream(List.of("Rich", "tig"))).end());
    }

    private TestGateway gateway(ScriptedServer first, ScriptedServer second, Map<String, String> more) {
        return gateway(first, second, more, Map.of());
    }

    private TestGateway gateway(
            ScriptedServer first, ScriptedServer second, Map<String, String> more, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>();
        Map.of("first", first, "second", second).forEach((name, server) -> {
            settings.put("providers." + name + ".url", server.uri().toString());
            settings.put("providers." + name + ".auth", "none");
            settings.put("providers." + name + ".models.m.price.input", "1");
            settings.put("providers." + name + ".models.m.price.cached-input", "0.25");
            settings.put("providers." + name + ".models.m.price.output", "2");
        });
        settings.put("chains.default.steps", "first/m,second/m");
        settings.put("chains.default.aliases", "gpt-4o-mini");
        settings.put("inference.keys.shop.hash", HASH);
        settings.putAll(more);
        TestGateway gateway = new TestGateway(data, false, environment, settings);
        closeables.add(gateway);
        return gateway;
    }

    private static HttpRequest.Builder request(TestGateway gateway, String path, String body) {
        return gateway.request(path)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> post(TestGateway gateway, String path, String body) {
        return gateway.send(request(gateway, path, body));
    }

    private static HttpResponse<String> get(TestGateway gateway, String path) {
        return gateway.send(gateway.request(path).header("Authorization", "Bearer " + KEY));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The body of the last request that a server received. */
    private static JsonNode sent(ScriptedServer server) {
        String request = server.requests().getLast();
        return TestGateway.json(request.substring(request.indexOf("\r\n\r\n") + 4));
    }

    private static List<JsonNode> chunks(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> TestGateway.json(line.substring("data: ".length())))
                .toList();
    }

    /** What a client shows that drops everything before a reset. */
    private static String text(List<JsonNode> chunks) {
        StringBuilder text = new StringBuilder();
        for (JsonNode chunk : chunks) {
            if (chunk.at("/lotse").has("reset")) {
                text.setLength(0);
            }
            text.append(chunk.at("/choices/0/delta/content").asText(""));
        }
        return text.toString();
    }
}
