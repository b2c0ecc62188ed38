package dev.lotse.gateway.provider.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.deadline.Sleeper;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatProvider;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.Sampling;
import dev.lotse.gateway.provider.chain.ChainOutcome.Served;
import dev.lotse.gateway.provider.testing.AnthropicWire;
import dev.lotse.gateway.provider.testing.OpenAiWire;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import dev.lotse.gateway.provider.testing.ScriptedServer.Script;
import dev.lotse.gateway.provider.testing.Transcript;
import dev.lotse.gateway.provider.testing.Upstreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What providers do when they fail, byte for byte, with a healthy one behind them: every request is answered, by one provider
 * alone, within the deadline.
 */
class FallbackFaultsTest {
    private static final List<String> PIECES = List.of("Die Ant", "wort ", "ist 42 €.");
    private static final String ANSWER = String.join("", PIECES);
    private static final int REQUESTS = 4;
    private static final CallLimits IMPATIENT =
            new CallLimits(Duration.ofMillis(700), Duration.ofMillis(500), Duration.ofSeconds(3));
    private static final CallLimits HEALTHY =
            new CallLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));

    private final Upstreams upstreams = new Upstreams();

    /**
     * @param whole whether the fault also occurs to a request that is not streamed
     * @param resets whether text was delivered and must be taken back
     */
    record Fault(String name, Format format, boolean whole, Resets resets, Script script) {
        @Override
        public String toString() {
            return name;
        }
    }

    enum Resets {
        NEVER,
        /** Depends on whether the text was read before the fault; both came at once. */
        MAYBE,
        ALWAYS
    }

    enum Format {
        OPENAI,
        ANTHROPIC
    }

    @AfterEach
    void close() {
        upstreams.close();
    }

    static Stream<Fault> faults() {
        var start = OpenAiWire.role() + OpenAiWire.delta("Falsch");
        var claude = AnthropicWire.start() + AnthropicWire.textStart(0) + AnthropicWire.delta(0, "Falsch");
        return Stream.of(
                before("resets the connection", c -> c.reset()),
                before("closes the connection without a response", c -> {}),
                before("never responds", ScriptedServer.Connection::hang),
                before(
                        "sends half a head",
                        c -> c.send("HTTP/1.1 200 OK\r\nContent-").hang()),
                before("responds with noise", c -> c.send("\u0001\u0002 what? \r\n\r\n")),
                before(
                        "429 with a long Retry-After",
                        c -> c.json(429, OpenAiWire.error("x", "requests", "null"), "Retry-After: 60")),
                before("429 without Retry-After", c -> c.json(429, OpenAiWire.error("x", "tokens", "null"))),
                before(
                        "429 for want of quota",
                        c -> c.json(429, OpenAiWire.error("x", "insufficient_quota", "\"insufficient_quota\""))),
                before("500 with a page", c -> c.json(500, "<html>oops</html>")),
                before("502 with nothing", c -> c.json(502, "")),
                before("503 with Retry-After", c -> c.json(503, "{}", "Retry-After: 30")),
                before(
                        "401",
                        c -> c.json(401, OpenAiWire.error("bad key", "invalid_request_error", "\"invalid_api_key\""))),
                before("404 for the model", c -> c.json(404, OpenAiWire.error("no model", "x", "\"model_not_found\""))),
                before(
                        "400 for the length",
                        c -> c.json(400, OpenAiWire.error("x", "x", "\"context_length_exceeded\""))),
                before("redirects elsewhere", c -> c.json(307, "", "Location: http://127.0.0.1:9/")),
                before("200 with a page", c -> c.json(200, "<html>Login</html>")),
                before("200 with an error inside", c -> c.json(200, "{\"error\":{\"code\":502,\"message\":\"x\"}}")),
                before(
                        "stops in the middle of a JSON body",
                        c -> c.send(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"id\":")),
                before(
                        "hangs in the middle of a JSON body",
                        c -> c.send(
                                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"id\":")
                                .hang()),
                stream("hangs after the head", Resets.NEVER, c -> c.streamHead().hang()),
                stream("sends comments only", Resets.NEVER, c -> {
                    c.streamHead();
                    while (true) {
                        c.chunk(": processing\n\n");
                        TimeUnit.MILLISECONDS.sleep(30);
                    }
                }),
                stream(
                        "ends the connection in mid-stream",
                        Resets.MAYBE,
                        c -> c.streamHead().chunk(start)),
                stream(
                        "resets the connection in mid-stream",
                        Resets.MAYBE,
                        c -> c.streamHead().chunk(start).reset()),
                stream(
                        "stands still in mid-stream",
                        Resets.ALWAYS,
                        c -> c.streamHead().chunk(start).hang()),
                stream(
                        "ends the stream without a finish",
                        Resets.ALWAYS,
                        c -> c.streamHead().chunk(start).end()),
                stream(
                        "sends half an event",
                        Resets.ALWAYS,
                        c -> c.streamHead()
                                .chunk(start + "data: {\"choices\":[{\"de")
                                .end()),
                stream(
                        "sends a malformed event",
                        Resets.ALWAYS,
                        c -> c.streamHead()
                                .chunk(start + "data: {\"choices\":[}\n\n")
                                .hang()),
                stream(
                        "sends choices of the wrong kind",
                        Resets.ALWAYS,
                        c -> c.streamHead()
                                .chunk(start + OpenAiWire.event("{\"choices\":7}"))
                                .hang()),
                stream(
                        "sends a malformed chunk",
                        Resets.MAYBE,
                        c -> c.streamHead().chunk(start).send("zz\r\nnonsense\r\n")),
                stream("sends bytes that are not UTF-8", Resets.MAYBE, c -> {
                    c.streamHead()
                            .chunk(start)
                            .chunk(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xC3, (byte) 0x28, '\n', '\n'});
                    c.hang();
                }),
                stream(
                        "sends an endless event",
                        Resets.MAYBE,
                        c -> c.streamHead()
                                .chunk(start)
                                .chunk("data: " + "x".repeat(70_000))
                                .hang()),
                stream("sends more than allowed", Resets.ALWAYS, c -> {
                    c.streamHead().chunk(start);
                    for (int i = 0; i < 40; i++) {
                        c.chunk(OpenAiWire.delta("x".repeat(2000)));
                    }
                    c.hang();
                }),
                stream(
                        "reports an error in mid-stream",
                        Resets.ALWAYS,
                        c -> c.streamHead()
                                .chunk(start
                                        + OpenAiWire.event("{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}"))
                                .hang()),
                stream(
                        "filters the content in mid-stream",
                        Resets.ALWAYS,
                        c -> c.streamHead()
                                .chunk(start + OpenAiWire.finish("content_filter"))
                                .end()),
                stream("dribbles without end", Resets.ALWAYS, c -> {
                    c.streamHead();
                    while (true) {
                        c.chunk(OpenAiWire.delta("x"));
                        TimeUnit.MILLISECONDS.sleep(40);
                    }
                }),
                anthropic(
                        "529",
                        true,
                        Resets.NEVER,
                        c -> c.json(529, AnthropicWire.error("overloaded_error", "Overloaded"))),
                anthropic(
                        "429 with retry-after",
                        true,
                        Resets.NEVER,
                        c -> c.json(429, AnthropicWire.error("rate_limit_error", "x"), "retry-after: 20")),
                anthropic(
                        "no credit",
                        true,
                        Resets.NEVER,
                        c -> c.json(
                                400, AnthropicWire.error("invalid_request_error", "Your credit balance is too low"))),
                anthropic("pings only", false, Resets.NEVER, c -> {
                    c.streamHead().chunk(AnthropicWire.start());
                    while (true) {
                        c.chunk(AnthropicWire.ping());
                        TimeUnit.MILLISECONDS.sleep(30);
                    }
                }),
                anthropic(
                        "overloaded in mid-stream",
                        false,
                        Resets.ALWAYS,
                        c -> c.streamHead()
                                .chunk(claude + AnthropicWire.errorEvent("overloaded_error"))
                                .end()),
                anthropic(
                        "refuses in mid-stream",
                        false,
                        Resets.ALWAYS,
                        c -> c.streamHead()
                                .chunk(claude + AnthropicWire.messageDelta("refusal", 3) + AnthropicWire.stop())
                                .end()),
                anthropic(
                        "ends without message_stop",
                        false,
                        Resets.ALWAYS,
                        c -> c.streamHead()
                                .chunk(claude + AnthropicWire.blockStop(0) + AnthropicWire.messageDelta("end_turn", 3))
                                .end()),
                anthropic(
                        "stands still in mid-stream",
                        false,
                        Resets.ALWAYS,
                        c -> c.streamHead().chunk(claude).hang()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isAnsweredByTheHealthyProviderAlone(Fault fault) throws Exception {
        try (var faulty = ScriptedServer.start(fault.script());
                var healthy = ScriptedServer.start(FallbackFaultsTest::answer)) {
            var chain = chain(fault, faulty, healthy);
            for (boolean stream : fault.whole() ? new boolean[] {true, false} : new boolean[] {true}) {
                var transcripts = new ArrayList<Transcript>();
                for (var outcome : ask(chain, stream, transcripts)) {
                    assertThat(outcome)
                            .as(fault.name())
                            .isInstanceOfSatisfying(
                                    Served.class,
                                    served -> assertThat(served.provider()).isEqualTo("healthy"));
                }
                assertThat(transcripts).hasSize(REQUESTS).allSatisfy(transcript -> {
                    assertThat(transcript.text()).isEqualTo(ANSWER);
                    assertThat(transcript.provider()).isEqualTo("healthy");
                });
                int resets =
                        transcripts.stream().mapToInt(Transcript::resets).max().orElseThrow();
                switch (fault.resets()) {
                    case NEVER -> assertThat(resets).isZero();
                    case MAYBE -> assertThat(resets).isBetween(0, 1);
                    case ALWAYS -> assertThat(resets).isEqualTo(1);
                }
            }
            assertThat(faulty.served()).isPositive();
        }
    }

    private List<ChainOutcome<Completion>> ask(ChatChain chain, boolean stream, List<Transcript> transcripts)
            throws Exception {
        var tasks = new ArrayList<FutureTask<ChainOutcome<Completion>>>();
        for (int i = 0; i < REQUESTS; i++) {
            var transcript = new Transcript();
            transcripts.add(transcript);
            var task = new FutureTask<>(() -> chain.chat(
                    ChatRequest.of(List.of(ChatMessage.user("Wie lautet die Antwort?")), Sampling.defaults(), stream),
                    CallContext.of(
                            "r", dev.lotse.gateway.deadline.Deadline.in(Duration.ofSeconds(30), NanoClock.SYSTEM)),
                    transcript));
            tasks.add(task);
            Thread.ofVirtual().start(task);
        }
        var outcomes = new ArrayList<ChainOutcome<Completion>>();
        for (var task : tasks) {
            try {
                outcomes.add(task.get(30, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                throw new AssertionError("a request was not answered within its deadline", e);
            }
        }
        return outcomes;
    }

    private ChatChain chain(Fault fault, ScriptedServer faulty, ScriptedServer healthy) {
        var chains = new Chains(NanoClock.SYSTEM, Sleeper.SYSTEM);
        ChatProvider first = switch (fault.format()) {
            case OPENAI -> upstreams.openAi(faulty.uri());
            case ANTHROPIC -> upstreams.anthropic(faulty.uri());
        };
        var second =
                upstreams.openAi("healthy", healthy.uri(), dev.lotse.gateway.provider.openai.OpenAiDialect.DEFAULT);
        var traits = Target.Traits.free(100_000);
        var targets = List.of(
                new Target<>("faulty/m", first, "faulty", "m", traits, IMPATIENT, guard()),
                new Target<ChatProvider>("healthy/m", second, "healthy", "m", traits, HEALTHY, guard()));
        return new ChatChain(ChainConfig.ordered("chain", List.of("faulty/m", "healthy/m")), targets, chains.parts());
    }

    private static Guard guard() {
        return new Guard(BreakerConfig.DEFAULT, RetryConfig.DEFAULT, 16, NanoClock.SYSTEM);
    }

    private static void answer(ScriptedServer.Connection connection) throws java.io.IOException {
        if (connection.request().contains("\"stream\":true")) {
            connection.streamHead().chunk(OpenAiWire.stream(PIECES)).end();
        } else {
            connection.json(200, OpenAiWire.completion(ANSWER));
        }
    }

    private static Fault before(String name, Script script) {
        return new Fault(name, Format.OPENAI, true, Resets.NEVER, script);
    }

    private static Fault stream(String name, Resets resets, Script script) {
        return new Fault(name, Format.OPENAI, false, resets, script);
    }

    private static Fault anthropic(String name, boolean whole, Resets resets, Script script) {
        return new Fault("Anthropic: " + name, Format.ANTHROPIC, whole, resets, script);
    }
}
