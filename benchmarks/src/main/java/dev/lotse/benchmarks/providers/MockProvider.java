package dev.lotse.benchmarks.providers;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A model provider without a model: after a fixed time it gives the same chat completion in OpenAI's format. */
public final class MockProvider {
    private static final byte[] COMPLETION = """
            {"id":"chatcmpl-1","object":"chat.completion","created":1780000000,"model":"mock","choices":[{"index":0,\
            "message":{"role":"assistant","content":"Den Zählerstand melden Sie im Kundenportal oder am Telefon.",\
            "refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":42,"completion_tokens":14,\
            "total_tokens":56}}""".getBytes(StandardCharsets.UTF_8);

    private MockProvider() {}

    /** Argument: how long a completion takes, in milliseconds. Serves until the process is ended. */
    public static void main(String[] arguments) {
        Duration delay = Duration.ofMillis(Long.parseLong(arguments[0]));
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .featuresDiscoverServices(false)
                .routing(routing -> routing.any((request, response) -> {
                    request.content().consume();
                    pause(delay);
                    response.headers().set(HeaderValues.CONTENT_TYPE_JSON);
                    response.send(COMPLETION);
                }))
                .build()
                .start();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("http://127.0.0.1:" + server.port());
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
