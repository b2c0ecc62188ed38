package dev.lotse.gateway.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static dev.lotse.gateway.provider.testing.Upstreams.JSON;
import static dev.lotse.gateway.provider.testing.Upstreams.KEY;
import static dev.lotse.gateway.provider.testing.Upstreams.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatMessage.Part;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.ResponseFormat;
import dev.lotse.gateway.provider.ChatRequest.Sampling;
import dev.lotse.gateway.provider.ChatRequest.Tool;
import dev.lotse.gateway.provider.ChatRequest.ToolChoice;
import dev.lotse.gateway.provider.FinishReason;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.provider.testing.OpenAiWire;
import dev.lotse.gateway.provider.testing.Recording;
import dev.lotse.gateway.provider.testing.Upstreams;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenAiChatTest {
    private static final String PATH = "/v1/chat/completions";

    @RegisterExtension
    static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private final Upstreams upstreams = new Upstreams();
    private final Recording sink = new Recording();

    @AfterEach
    void close() {
        upstreams.close();
    }

    @Test
    void readsAWholeCompletion() {
        respond(json(200, OpenAiWire.completion("Hallo Welt")));
        var result = chat(request(false));
        assertThat(result)
                .isEqualTo(new Result.Ok<>(
                        new Completion(FinishReason.STOP, "gpt-5.4-2026-03-01"), new Usage(15, 4, 0, 10, false)));
        assertThat(sink.text()).isEqualTo("Hallo Welt");
    }

    @Test
    void readsAStream() {
        respond(stream(OpenAiWire.stream(List.of("Gr", "üß", " Gott 😀"))));
        var result = chat(request(true));
        assertThat(result)
                .isEqualTo(new Result.Ok<>(
                        new Completion(FinishReason.STOP, "gpt-5.4-2026-03-01"), new Usage(15, 4, 0, 10, false)));
        assertThat(sink.events())
                .containsExactly(new ChatEvent.Delta("Gr"), new ChatEvent.Delta("üß"), new ChatEvent.Delta(" Gott 😀"));
    }

    @Test
    void readsAStreamThatIsSentInCrumbs() {
        respond(stream(OpenAiWire.stream(List.of("Größe ", "9 µm"))).withChunkedDribbleDelay(40, 200));
        assertThat(chat(request(true))).isInstanceOf(Result.Ok.class);
        assertThat(sink.text()).isEqualTo("Größe 9 µm");
    }

    @Test
    void acceptsAStreamThatEndsWithoutDone() {
        respond(stream(OpenAiWire.role() + OpenAiWire.delta("a") + OpenAiWire.finish("length")));
        assertThat(chat(request(true)))
                .isInstanceOfSatisfying(
                        Result.Ok.class,
                        ok -> assertThat(ok.value())
                                .isEqualTo(new Completion(FinishReason.LENGTH, "gpt-5.4-2026-03-01")));
    }

    @Test
    void estimatesUsageThatIsNotReported() {
        respond(stream(
                OpenAiWire.role() + OpenAiWire.delta("12345678") + OpenAiWire.finish("stop") + OpenAiWire.done()));
        assertThat(chat(request(true)))
                .isInstanceOfSatisfying(
                        Result.Ok.class,
                        ok -> assertThat(ok.usage())
                                .isEqualTo(new Usage(Usage.tokens("Sag Hallo".length()), 0, 0, 2, true)));
    }

    @Test
    void readsToolCallsInPieces() {
        respond(stream(OpenAiWire.event(OpenAiWire.chunk(
                        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}",
                        "null"))
                + OpenAiWire.event(OpenAiWire.chunk(
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\\\"Kiel\\\"}\"}}]}",
                        "null"))
                + OpenAiWire.finish("tool_calls")
                + OpenAiWire.done()));
        assertThat(chat(request(true)))
                .isInstanceOfSatisfying(
                        Result.Ok.class,
                        ok -> assertThat(ok.value())
                                .isEqualTo(new Completion(FinishReason.TOOL_CALLS, "gpt-5.4-2026-03-01")));
        assertThat(sink.events())
                .containsExactly(
                        new ChatEvent.ToolCallDelta(0, "call_1", "weather", ""),
                        new ChatEvent.ToolCallDelta(0, null, null, "{\"city\":\"Kiel\"}"));
    }

    @Test
    void readsReasoningApartFromTheAnswer() {
        respond(stream(OpenAiWire.event(OpenAiWire.chunk("{\"reasoning_content\":\"hm\"}", "null"))
                + OpenAiWire.delta("a")
                + OpenAiWire.finish("stop")
                + OpenAiWire.done()));
        assertThat(chat(request(true))).isInstanceOf(Result.Ok.class);
        assertThat(sink.events()).containsExactly(new ChatEvent.Reasoning("hm"), new ChatEvent.Delta("a"));
    }

    @Test
    void writesEveryFieldOfARequest() throws Exception {
        respond(json(200, OpenAiWire.completion("ok")));
        var request = new ChatRequest(
                List.of(
                        new ChatMessage.SystemMessage("Be brief"),
                        new ChatMessage.UserMessage(List.of(
                                new Part.Text("What is it?"), new Part.Image("https://x.example/a.png", "low"))),
                        new ChatMessage.AssistantMessage(
                                "", List.of(new ChatMessage.ToolCall("call_1", "look", "{\"n\":1}"))),
                        new ChatMessage.ToolMessage("call_1", "a cat")),
                List.of(new Tool("look", "Looks", JSON.readTree("{\"type\":\"object\"}"), true)),
                new ToolChoice.Named("look"),
                new ResponseFormat.Schema(JSON.readTree("{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}")),
                new Sampling(100, 0.5, 0.9, 7L, List.of("END")),
                true,
                Map.of("user", TextNode.valueOf("u1"), "stream", BooleanNode.FALSE));
        chat(request);
        SERVER.verify(postRequestedFor(urlEqualTo(PATH))
                .withHeader("Authorization", equalTo("Bearer " + KEY))
                .withRequestBody(equalToJson("""
                        {"model":"gpt-5.4","messages":[
                          {"role":"system","content":"Be brief"},
                          {"role":"user","content":[{"type":"text","text":"What is it?"},
                            {"type":"image_url","image_url":{"url":"https://x.example/a.png","detail":"low"}}]},
                          {"role":"assistant","content":null,"tool_calls":[
                            {"id":"call_1","type":"function","function":{"name":"look","arguments":"{\\"n\\":1}"}}]},
                          {"role":"tool","tool_call_id":"call_1","content":"a cat"}],
                         "tools":[{"type":"function","function":{"name":"look","description":"Looks",
                            "parameters":{"type":"object"},"strict":true}}],
                         "tool_choice":{"type":"function","function":{"name":"look"}},
                         "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}},
                         "max_tokens":100,"temperature":0.5,"top_p":0.9,"seed":7,"stop":["END"],
                         "stream":true,"stream_options":{"include_usage":true},"user":"u1"}""")));
    }

    @Test
    void followsTheDialectOfAzureDeployments() {
        SERVER.stubFor(post(urlPathEqualTo("/v1/deployments/gpt%2F5/chat"))
                .willReturn(json(200, OpenAiWire.completion("ok"))));
        var dialect = new OpenAiDialect(
                "/deployments/{model}/chat?api-version=2025-01-01",
                OpenAiDialect.MaxTokensField.MAX_COMPLETION_TOKENS,
                false);
        var chat = upstreams.openAi("azure", base(), dialect);
        assertThat(chat.chat("gpt/5", request(false), PATIENT, sink)).isInstanceOf(Result.Ok.class);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(
                        json(429, OpenAiWire.error("Rate limit reached", "requests", "\"rate_limit_exceeded\""))
                                .withHeader("Retry-After", "7"),
                        new ProviderError.RateLimited(Duration.ofSeconds(7))),
                Arguments.of(
                        json(429, OpenAiWire.error("Rate limit reached", "requests", "null"))
                                .withHeader("retry-after-ms", "250"),
                        new ProviderError.RateLimited(Duration.ofMillis(250))),
                Arguments.of(
                        json(429, OpenAiWire.error("Rate limit reached", "tokens", "null"))
                                .withHeader("x-ratelimit-remaining-tokens", "0")
                                .withHeader("x-ratelimit-reset-tokens", "1m2.5s"),
                        new ProviderError.RateLimited(Duration.ofMillis(62_500))),
                Arguments.of(
                        json(429, OpenAiWire.error("Slow down", "requests", "null"))
                                .withHeader("Retry-After", "Mon, 23 Nov 2026 12:00:30 GMT"),
                        new ProviderError.RateLimited(Duration.ofSeconds(30))),
                Arguments.of(
                        json(
                                429,
                                OpenAiWire.error(
                                        "You exceeded your quota", "insufficient_quota", "\"insufficient_quota\"")),
                        new ProviderError.QuotaExhausted()),
                Arguments.of(
                        json(
                                401,
                                OpenAiWire.error(
                                        "Incorrect API key provided: " + KEY,
                                        "invalid_request_error",
                                        "\"invalid_api_key\"")),
                        new ProviderError.Unauthorized(401)),
                Arguments.of(
                        json(
                                404,
                                OpenAiWire.error(
                                        "The model does not exist", "invalid_request_error", "\"model_not_found\"")),
                        new ProviderError.Misconfigured("answered 404: the model or the address is not there")),
                Arguments.of(
                        json(400, OpenAiWire.error("Too long", "invalid_request_error", "\"context_length_exceeded\"")),
                        new ProviderError.ContextTooLong()),
                Arguments.of(
                        json(
                                400,
                                "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\"}"),
                        new ProviderError.ContextTooLong()),
                Arguments.of(
                        json(
                                400,
                                "{\"error\":{\"message\":\"filtered\",\"code\":\"content_filter\",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}"),
                        new ProviderError.ContentFiltered("the provider filtered the prompt")),
                Arguments.of(
                        json(400, OpenAiWire.error("Invalid 'x' near " + KEY, "invalid_request_error", "null")),
                        new ProviderError.BadRequest("Invalid 'x' near [key]")),
                Arguments.of(json(400, "{\"error\":\"no such thing\"}"), new ProviderError.BadRequest("no such thing")),
                Arguments.of(
                        json(503, "").withHeader("Retry-After", "2"),
                        new ProviderError.Overloaded(503, Duration.ofSeconds(2))),
                Arguments.of(json(500, "<html>"), new ProviderError.Overloaded(500, null)),
                Arguments.of(
                        json(302, "").withHeader("Location", "http://127.0.0.1:1/steal"),
                        new ProviderError.Misconfigured("answered with status 302 instead of an answer")),
                Arguments.of(json(200, "<html>proxy</html>"), new ProviderError.Malformed("what arrived is not JSON")),
                Arguments.of(json(200, "{}"), new ProviderError.Malformed("choices[0].message is missing")),
                Arguments.of(
                        json(200, "{\"error\":{\"code\":429,\"message\":\"limit\"}}"),
                        new ProviderError.RateLimited(null)),
                Arguments.of(
                        json(200, OpenAiWire.completion("x").replace("\"stop\"", "\"content_filter\"")),
                        new ProviderError.ContentFiltered("the provider filtered the answer")),
                Arguments.of(
                        json(200, OpenAiWire.completion("x".repeat(1 << 16))),
                        new ProviderError.Malformed("the response is longer than 65536 bytes")),
                Arguments.of(
                        stream(OpenAiWire.role() + OpenAiWire.delta("a")),
                        new ProviderError.Cut("the stream ended before the answer did")),
                Arguments.of(
                        stream(OpenAiWire.role() + "data: {\"choi\n\n"),
                        new ProviderError.Malformed("what arrived is not JSON")),
                Arguments.of(
                        stream(OpenAiWire.role()
                                + OpenAiWire.event("{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}")),
                        new ProviderError.Overloaded(0, null)),
                Arguments.of(
                        stream(OpenAiWire.role() + OpenAiWire.finish("content_filter")),
                        new ProviderError.ContentFiltered("the provider filtered the answer")));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void namesWhatWentWrong(ResponseDefinitionBuilder response, ProviderError expected) {
        respond(response);
        assertThat(chat(request(true))).isInstanceOfSatisfying(Result.Failed.class, failed -> {
            assertThat(failed.error()).isEqualTo(expected);
            assertThat(failed.toString()).doesNotContain(KEY);
        });
    }

    private Result<Completion> chat(ChatRequest request) {
        return upstreams.openAi(base()).chat("gpt-5.4", request, PATIENT, sink);
    }

    private static URI base() {
        return URI.create(SERVER.baseUrl() + "/v1");
    }

    private static ChatRequest request(boolean stream) {
        return ChatRequest.of(List.of(ChatMessage.user("Sag Hallo")), Sampling.defaults(), stream);
    }

    private static void respond(ResponseDefinitionBuilder response) {
        SERVER.stubFor(post(urlEqualTo(PATH)).willReturn(response));
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    private static ResponseDefinitionBuilder stream(String body) {
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "text/event-stream; charset=utf-8")
                .withBody(body);
    }
}
