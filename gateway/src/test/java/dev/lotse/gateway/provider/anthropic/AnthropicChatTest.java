package dev.lotse.gateway.provider.anthropic;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static dev.lotse.gateway.provider.testing.Upstreams.JSON;
import static dev.lotse.gateway.provider.testing.Upstreams.KEY;
import static dev.lotse.gateway.provider.testing.Upstreams.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
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
import dev.lotse.gateway.provider.testing.AnthropicWire;
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

class AnthropicChatTest {
    private static final String PATH = "/v1/messages";

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
    void readsAWholeMessage() {
        respond(json(200, AnthropicWire.message("Hallo Welt")));
        assertThat(chat(request(false)))
                .isEqualTo(new Result.Ok<>(
                        new Completion(FinishReason.STOP, "claude-opus-5-5"), new Usage(25, 11, 7, 15, false)));
        assertThat(sink.text()).isEqualTo("Hallo Welt");
    }

    @Test
    void readsAStream() {
        respond(stream(AnthropicWire.stream(List.of("Gr", "üß", " Gott 😀"))).withChunkedDribbleDelay(30, 150));
        assertThat(chat(request(true)))
                .isEqualTo(new Result.Ok<>(
                        new Completion(FinishReason.STOP, "claude-opus-5-5"), new Usage(25, 11, 7, 15, false)));
        assertThat(sink.text()).isEqualTo("Grüß Gott 😀");
    }

    @Test
    void readsTextThinkingAndParallelToolCallsOfAStream() {
        respond(stream(AnthropicWire.start()
                + AnthropicWire.event(
                        "content_block_start",
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}")
                + AnthropicWire.event(
                        "content_block_delta",
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}")
                + AnthropicWire.event(
                        "content_block_delta",
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"EqQB\"}}")
                + AnthropicWire.blockStop(0)
                + AnthropicWire.textStart(1)
                + AnthropicWire.delta(1, "Moment")
                + AnthropicWire.blockStop(1)
                + toolStart(2, "toolu_1", "weather")
                + toolDelta(2, "{\\\"city\\\":")
                + toolDelta(2, "\\\"Kiel\\\"}")
                + AnthropicWire.blockStop(2)
                + toolStart(3, "toolu_2", "time")
                + toolDelta(3, "{}")
                + AnthropicWire.blockStop(3)
                + AnthropicWire.messageDelta("tool_use", 40)
                + AnthropicWire.stop()));
        assertThat(chat(request(true)))
                .isInstanceOfSatisfying(
                        Result.Ok.class,
                        ok -> assertThat(ok.value())
                                .isEqualTo(new Completion(FinishReason.TOOL_CALLS, "claude-opus-5-5")));
        assertThat(sink.events())
                .containsExactly(
                        new ChatEvent.Reasoning("hm"),
                        new ChatEvent.Delta("Moment"),
                        new ChatEvent.ToolCallDelta(0, "toolu_1", "weather", ""),
                        new ChatEvent.ToolCallDelta(0, null, null, "{\"city\":"),
                        new ChatEvent.ToolCallDelta(0, null, null, "\"Kiel\"}"),
                        new ChatEvent.ToolCallDelta(1, "toolu_2", "time", ""),
                        new ChatEvent.ToolCallDelta(1, null, null, "{}"));
    }

    @Test
    void readsAToolCallOfAWholeMessage() {
        respond(json(
                200,
                AnthropicWire.message("x")
                        .replace(
                                "[{\"type\":\"text\",\"text\":\"x\"}]",
                                "[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{\"city\":\"Kiel\"}}]")
                        .replace("end_turn", "tool_use")));
        assertThat(chat(request(false))).isInstanceOf(Result.Ok.class);
        assertThat(sink.events())
                .containsExactly(
                        new ChatEvent.ToolCallDelta(0, "toolu_1", "weather", ""),
                        new ChatEvent.ToolCallDelta(0, null, null, "{\"city\":\"Kiel\"}"));
    }

    @Test
    void writesEveryFieldOfARequest() throws Exception {
        respond(json(200, AnthropicWire.message("ok")));
        var request = new ChatRequest(
                List.of(
                        new ChatMessage.SystemMessage("Be brief"),
                        new ChatMessage.SystemMessage("Be kind"),
                        new ChatMessage.UserMessage(List.of(
                                new Part.Text("What is it?"),
                                new Part.Image("https://x.example/a.png", null),
                                new Part.Image("data:image/png;base64,AAAA", null))),
                        new ChatMessage.AssistantMessage(
                                "I look",
                                List.of(
                                        new ChatMessage.ToolCall("t1", "look", "{\"n\":1}"),
                                        new ChatMessage.ToolCall("t2", "look", "not json"))),
                        new ChatMessage.ToolMessage("t1", "a cat"),
                        new ChatMessage.ToolMessage("t2", "a dog"),
                        ChatMessage.user("And now?")),
                List.of(
                        new Tool("look", "Looks", JSON.readTree("{\"type\":\"object\"}"), true),
                        new Tool("go", null, null, null)),
                new ToolChoice.Required(),
                new ResponseFormat.Text(),
                new Sampling(100, 1.5, 0.9, 7L, List.of("END")),
                true,
                Map.of("parallel_tool_calls", BooleanNode.FALSE, "user", BooleanNode.TRUE));
        chat(request);
        SERVER.verify(postRequestedFor(urlEqualTo(PATH))
                .withHeader("x-api-key", equalTo(KEY))
                .withHeader("anthropic-version", equalTo("2023-06-01"))
                .withRequestBody(equalToJson("""
                        {"model":"claude-opus-5-5","max_tokens":100,"system":"Be brief\\n\\nBe kind","messages":[
                          {"role":"user","content":[{"type":"text","text":"What is it?"},
                            {"type":"image","source":{"type":"url","url":"https://x.example/a.png"}},
                            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
                          {"role":"assistant","content":[{"type":"text","text":"I look"},
                            {"type":"tool_use","id":"t1","name":"look","input":{"n":1}},
                            {"type":"tool_use","id":"t2","name":"look","input":{}}]},
                          {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"a cat"},
                            {"type":"tool_result","tool_use_id":"t2","content":"a dog"},
                            {"type":"text","text":"And now?"}]}],
                         "tools":[{"name":"look","description":"Looks","input_schema":{"type":"object"}},
                           {"name":"go","input_schema":{"type":"object"}}],
                         "tool_choice":{"type":"any","disable_parallel_tool_use":true},
                         "temperature":1.0,"top_p":0.9,"stop_sequences":["END"],"stream":true}""")));
    }

    @Test
    void estimatesTheOutputOfAStreamThatBrokeOff() {
        respond(stream(AnthropicWire.start() + AnthropicWire.textStart(0) + AnthropicWire.delta(0, "x".repeat(40))));
        assertThat(chat(request(true)))
                .isEqualTo(new Result.Failed<>(
                        new ProviderError.Cut("the stream ended before the answer did"),
                        new Usage(25, 11, 7, 10, true)));
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(
                        json(429, AnthropicWire.error("rate_limit_error", "Too many"))
                                .withHeader("retry-after", "12"),
                        new ProviderError.RateLimited(Duration.ofSeconds(12))),
                Arguments.of(
                        json(529, AnthropicWire.error("overloaded_error", "Overloaded")),
                        new ProviderError.Overloaded(529, null)),
                Arguments.of(
                        json(500, AnthropicWire.error("api_error", "Internal")),
                        new ProviderError.Overloaded(500, null)),
                Arguments.of(
                        json(401, AnthropicWire.error("authentication_error", "invalid x-api-key " + KEY)),
                        new ProviderError.Unauthorized(401)),
                Arguments.of(
                        json(404, AnthropicWire.error("not_found_error", "model: x")),
                        new ProviderError.Misconfigured("answered 404: the model or the address is not there")),
                Arguments.of(
                        json(413, AnthropicWire.error("request_too_large", "too large")),
                        new ProviderError.ContextTooLong()),
                Arguments.of(
                        json(
                                400,
                                AnthropicWire.error(
                                        "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum")),
                        new ProviderError.ContextTooLong()),
                Arguments.of(
                        json(
                                400,
                                AnthropicWire.error(
                                        "invalid_request_error", "Your credit balance is too low to access the API.")),
                        new ProviderError.QuotaExhausted()),
                Arguments.of(
                        json(400, AnthropicWire.error("invalid_request_error", "temperature: out of range")),
                        new ProviderError.BadRequest("temperature: out of range")),
                Arguments.of(json(502, "<html>Bad gateway</html>"), new ProviderError.Overloaded(502, null)),
                Arguments.of(json(200, "{}"), new ProviderError.Malformed("content is missing")),
                Arguments.of(
                        json(200, AnthropicWire.message("x").replace("end_turn", "refusal")),
                        new ProviderError.ContentFiltered("the model refused to answer")),
                Arguments.of(
                        stream(AnthropicWire.start() + AnthropicWire.errorEvent("overloaded_error")),
                        new ProviderError.Overloaded(0, null)),
                Arguments.of(
                        stream(AnthropicWire.start() + AnthropicWire.errorEvent("rate_limit_error")),
                        new ProviderError.RateLimited(null)),
                Arguments.of(
                        stream(AnthropicWire.start() + toolDelta(0, "{}")),
                        new ProviderError.Malformed("a tool call goes on that never began")),
                Arguments.of(
                        stream(AnthropicWire.start() + "event: content_block_delta\ndata: {\"type\n\n"),
                        new ProviderError.Malformed("what arrived is not JSON")),
                Arguments.of(
                        stream(AnthropicWire.start() + AnthropicWire.messageDelta("end_turn", 3)),
                        new ProviderError.Cut("the stream ended before the answer did")));
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
        return upstreams
                .anthropic(URI.create(SERVER.baseUrl() + "/v1"))
                .chat("claude-opus-5-5", request, PATIENT, sink);
    }

    private static ChatRequest request(boolean stream) {
        return ChatRequest.of(List.of(ChatMessage.user("Sag Hallo")), Sampling.defaults(), stream);
    }

    private static String toolStart(int index, String id, String name) {
        return AnthropicWire.event(
                "content_block_start",
                "{\"type\":\"content_block_start\",\"index\":" + index
                        + ",\"content_block\":{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"" + name
                        + "\",\"input\":{}}}");
    }

    private static String toolDelta(int index, String escapedJson) {
        return AnthropicWire.event(
                "content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":" + index
                        + ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" + escapedJson + "\"}}");
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
