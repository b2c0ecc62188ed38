package dev.lotse.gateway.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.Sampling;
import dev.lotse.gateway.provider.ChatSink;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.ProviderError.Phase;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.testing.OpenAiWire;
import dev.lotse.gateway.provider.testing.Recording;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import dev.lotse.gateway.provider.testing.Upstreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time limits, broken connections and cancelling, against a server that misbehaves byte for byte. */
class UpstreamHttpTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Upstreams upstreams = new Upstreams();
    private final Recording sink = new Recording();

    @AfterEach
    void close() {
        upstreams.close();
    }

    @Test
    void endsAWaitForTheHeadAtTheFirstTokenLimit() {
        try (var server = ScriptedServer.start(ScriptedServer.Connection::hang)) {
            assertThat(failure(server, new CallLimits(SHORT, LONG, LONG)))
                    .isEqualTo(new ProviderError.TimedOut(Phase.FIRST_TOKEN, SHORT));
        }
    }

    @Test
    void endsAWaitForTheFirstTokenThoughCommentsArrive() {
        try (var server = ScriptedServer.start(connection -> {
            connection.streamHead();
            while (true) {
                connection.chunk(": still there\n\n");
                TimeUnit.MILLISECONDS.sleep(20);
            }
        })) {
            assertThat(failure(server, new CallLimits(SHORT, LONG, LONG)))
                    .isEqualTo(new ProviderError.TimedOut(Phase.FIRST_TOKEN, SHORT));
        }
    }

    @Test
    void endsAnAnswerThatStandsStill() {
        try (var server = ScriptedServer.start(connection -> {
            connection.streamHead().chunk(OpenAiWire.role() + OpenAiWire.delta("a"));
            connection.hang();
        })) {
            assertThat(failure(server, new CallLimits(LONG, SHORT, LONG)))
                    .isEqualTo(new ProviderError.TimedOut(Phase.BETWEEN_TOKENS, SHORT));
            assertThat(sink.text()).isEqualTo("a");
        }
    }

    @Test
    void endsAnAnswerThatNeverEnds() {
        try (var server = ScriptedServer.start(connection -> {
            connection.streamHead();
            while (true) {
                connection.chunk(OpenAiWire.delta("a"));
                TimeUnit.MILLISECONDS.sleep(20);
            }
        })) {
            assertThat(failure(server, new CallLimits(LONG, LONG, SHORT)))
                    .isEqualTo(new ProviderError.TimedOut(Phase.TOTAL, SHORT));
        }
    }

    @Test
    void noticesABodyThatEndsBeforeItsLastChunk() {
        try (var server = ScriptedServer.start(
                connection -> connection.streamHead().chunk(OpenAiWire.role() + OpenAiWire.delta("a")))) {
            assertThat(failure(server, Upstreams.PATIENT)).isInstanceOf(ProviderError.Cut.class);
        }
    }

    @Test
    void noticesAConnectionThatIsResetInMidStream() {
        // A reset throws away what the client has not read yet; only after the first event is it one in mid-stream.
        CountDownLatch begun = new CountDownLatch(1);
        ChatSink reader = event -> {
            begun.countDown();
            return true;
        };
        try (var server = ScriptedServer.start(connection -> {
            connection.streamHead().chunk(OpenAiWire.role() + OpenAiWire.delta("a"));
            begun.await();
            connection.reset();
        })) {
            assertThat(error(call(server.uri(), Upstreams.PATIENT, reader))).isInstanceOf(ProviderError.Cut.class);
        }
    }

    @Test
    void noticesAContentLengthThatIsNotReached() {
        try (var server = ScriptedServer.start(connection -> connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"id\""))) {
            assertThat(failure(server, Upstreams.PATIENT)).isInstanceOf(ProviderError.Cut.class);
        }
    }

    @Test
    void noticesAConnectionThatClosesWithoutAResponse() {
        try (var server = ScriptedServer.start(ScriptedServer.Connection::reset)) {
            assertThat(failure(server, Upstreams.PATIENT)).isInstanceOf(ProviderError.Unreachable.class);
        }
    }

    @Test
    void noticesAPortWhereNobodyListens() throws IOException {
        URI nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        assertThat(error(call(nobody, Upstreams.PATIENT, sink))).isInstanceOf(ProviderError.Unreachable.class);
    }

    @Test
    void readsCharactersThatArriveByteByByte() {
        try (var server = ScriptedServer.start(connection -> {
            connection.streamHead().dribble(OpenAiWire.stream(List.of("Grö", "ße 😀")));
            connection.end();
        })) {
            assertThat(call(server.uri(), Upstreams.PATIENT, sink)).isInstanceOf(Result.Ok.class);
            assertThat(sink.text()).isEqualTo("Größe 😀");
        }
    }

    @Test
    void closesTheConnectionWhenTheCallIsInterrupted() throws Exception {
        var delivered = new CountDownLatch(1);
        try (var server = ScriptedServer.start(connection -> {
            connection.streamHead().chunk(OpenAiWire.role() + OpenAiWire.delta("a"));
            connection.untilClientLeaves();
        })) {
            var task = new FutureTask<>(() -> call(server.uri(), Upstreams.PATIENT, event -> {
                delivered.countDown();
                return true;
            }));
            var thread = Thread.ofVirtual().start(task);
            assertThat(delivered.await(10, TimeUnit.SECONDS)).isTrue();
            thread.interrupt();
            assertThat(error(task.get(10, TimeUnit.SECONDS))).isEqualTo(new ProviderError.Cancelled());
            assertThat(server.clientGone().await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closesTheConnectionWhenNoMoreIsWanted() throws Exception {
        try (var server = ScriptedServer.start(connection -> {
            connection.streamHead().chunk(OpenAiWire.role() + OpenAiWire.delta("a") + OpenAiWire.delta("b"));
            connection.untilClientLeaves();
        })) {
            assertThat(error(call(server.uri(), Upstreams.PATIENT, event -> false)))
                    .isEqualTo(new ProviderError.Cancelled());
            assertThat(server.clientGone().await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void keepsTheConnectionAfterAStreamThatEndsProperly() {
        try (var server = ScriptedServer.keepingConnections(connection ->
                connection.streamHead().chunk(OpenAiWire.stream(List.of("a"))).end())) {
            var chat = upstreams.openAi(server.uri());
            var request = ChatRequest.of(List.of(ChatMessage.user("Sag Hallo")), Sampling.defaults(), true);
            for (int i = 1; i <= 3; i++) {
                assertThat(chat.chat("m", request, Upstreams.PATIENT, sink)).isInstanceOf(Result.Ok.class);
                int calls = i;
                await().until(() -> server.idle() == 1 && server.served() == calls);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private ProviderError failure(ScriptedServer server, CallLimits limits) {
        return error(call(server.uri(), limits, sink));
    }

    private static ProviderError error(Result<Completion> result) {
        return switch (result) {
            case Result.Failed<Completion> failed -> failed.error();
            case Result.Ok<Completion> ok -> throw new AssertionError("answered: " + ok);
        };
    }

    private Result<Completion> call(URI base, CallLimits limits, ChatSink target) {
        var request = ChatRequest.of(List.of(ChatMessage.user("Sag Hallo")), Sampling.defaults(), true);
        return upstreams.openAi(base).chat("m", request, limits, target);
    }
}
