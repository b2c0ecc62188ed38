package dev.lotse.gateway.provider.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.privacy.PersonalDataFinder;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.Sampling;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.testing.OpenAiWire;
import dev.lotse.gateway.provider.testing.Recording;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import dev.lotse.gateway.provider.testing.Upstreams;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What leaves the process, seen from the other end of the connection. */
class RedactingChatTest {
    private static final List<ChatMessage> MESSAGES = List.of(
            new ChatMessage.SystemMessage("Owner: ops@example.net"),
            ChatMessage.user("Ich bin eva@example.de, Tel. 0431 123456"),
            new ChatMessage.AssistantMessage(
                    "Hallo eva@example.de",
                    List.of(new ChatMessage.ToolCall("c", "mail", "{\"to\":\"eva@example.de\"}"))),
            new ChatMessage.ToolMessage("c", "sent to eva@example.de"));

    private final Upstreams upstreams = new Upstreams();
    private final Recording sink = new Recording();

    @AfterEach
    void close() {
        upstreams.close();
    }

    @Test
    void sendsPlaceholdersAndRestoresThemAcrossPieces() {
        try (var server = ScriptedServer.start(connection -> connection
                .streamHead()
                .chunk(OpenAiWire.stream(List.of("An [EM", "AIL_2", "] und [PHONE_1]", " [")))
                .end())) {
            assertThat(ask(server)).isInstanceOf(Result.Ok.class);
            assertThat(server.requests().getFirst())
                    .contains("[EMAIL_1]", "[EMAIL_2]", "[PHONE_1]")
                    .doesNotContain("ops@", "eva@", "123456");
            assertThat(sink.text()).isEqualTo("An eva@example.de und 0431 123456 [");
        }
    }

    @Test
    void restoresArgumentsOfToolCalls() {
        var call =
                "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"mail\",\"arguments\":\"{\\\"to\\\":\\\"[EMAIL\"}}]}";
        var rest = "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"_2]\\\"}\"}}]}";
        try (var server = ScriptedServer.start(connection -> connection
                .streamHead()
                .chunk(OpenAiWire.event(OpenAiWire.chunk(call, "null"))
                        + OpenAiWire.event(OpenAiWire.chunk(rest, "null"))
                        + OpenAiWire.finish("tool_calls")
                        + OpenAiWire.done())
                .end())) {
            assertThat(ask(server)).isInstanceOf(Result.Ok.class);
            var arguments = new StringBuilder();
            for (var event : sink.events()) {
                if (event instanceof ChatEvent.ToolCallDelta delta) {
                    arguments.append(delta.arguments());
                }
            }
            assertThat(arguments.toString()).isEqualTo("{\"to\":\"eva@example.de\"}");
        }
    }

    private Result<?> ask(ScriptedServer server) {
        var chat = new RedactingChat(upstreams.openAi(server.uri()), new PersonalDataFinder());
        return chat.chat("m", ChatRequest.of(MESSAGES, Sampling.defaults(), true), Upstreams.PATIENT, sink);
    }
}
