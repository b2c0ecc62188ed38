package dev.lotse.gateway.provider.testing;

import dev.lotse.gateway.provider.testing.ScriptedServer.Script;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What providers do when they fail, byte for byte. */
public final class Faults {
    private static final List<String> PIECES = List.of("Die Ant", "wort ", "ist 42 €.");

    /** What {@link #answerWell} says. */
    public static final String ANSWER = String.join("", PIECES);

    private Faults() {}

    /**
     * @param whole whether the fault also occurs to a request that is not streamed
     * @param resets whether text was delivered and must be taken back
     */
    public record Fault(String name, Format format, boolean whole, Resets resets, Script script) {
        @Override
        public String toString() {
            return name;
        }
    }

    public enum Resets {
        NEVER,
        /** Depends on whether the text was read before the fault; both came at once. */
        MAYBE,
        ALWAYS
    }

    public enum Format {
        OPENAI,
        ANTHROPIC
    }

    /** All of them. */
    public static Stream<Fault> all() {
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
                before(
                        "400 whose text never comes",
                        c -> c.send(
                                        "HTTP/1.1 400 x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"err")
                                .hang()),
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

    /** What a healthy provider of OpenAI's format does. */
    public static void answerWell(ScriptedServer.Connection connection) throws IOException {
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
