package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.provider.testing.Faults;
import dev.lotse.gateway.provider.testing.Faults.Fault;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault of {@link Faults} end to end through one gateway, with a healthy provider behind the faulty one: no request fails,
 * streamed or not, and no text of two providers is mixed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderFaultsIT {
    private static final int LEAST_FAULTS = 20;

    /** The scripted server takes one connection a request; more at once than it queues would be refused by the kernel. */
    private final Semaphore slots = new Semaphore(24);

    private final List<Fault> faults = Faults.all().toList();
    private final List<ScriptedServer> servers = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path data) {
        Map<String, String> settings = new HashMap<>();
        ScriptedServer healthy = ScriptedServer.start(Faults::answerWell);
        servers.add(healthy);
        provider("healthy", healthy, "openai", settings);
        settings.put("providers.healthy.connect-timeout", "20s");
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            ScriptedServer faulty = ScriptedServer.start(fault.script());
            servers.add(faulty);
            provider("faulty-" + i, faulty, fault.format().name().toLowerCase(Locale.ROOT), settings);
            settings.put("providers.faulty-" + i + ".first-token-timeout", "1500ms");
            settings.put("providers.faulty-" + i + ".between-tokens-timeout", "1s");
            settings.put("providers.faulty-" + i + ".total-timeout", "4s");
            settings.put("chains.chain-" + i + ".steps", "faulty-" + i + "/m,healthy/m");
        }
        gateway = new TestGateway(data, true, Map.of(), settings);
    }

    @AfterAll
    void stop() {
        gateway.close();
        servers.forEach(ScriptedServer::close);
    }

    @Test
    void noRequestFailsWhileAHealthyProviderIsLeft() throws Exception {
        assertThat(faults).hasSizeGreaterThanOrEqualTo(LEAST_FAULTS);
        List<FutureTask<String>> streamed = new ArrayList<>();
        List<FutureTask<String>> whole = new ArrayList<>();
        List<FutureTask<String>> held = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            int number = i;
            streamed.add(start(() -> streamed(number, "reset")));
            held.add(start(() -> streamed(number, "hold")));
            if (faults.get(i).whole()) {
                whole.add(start(() -> whole(number)));
            }
        }
        for (int i = 0; i < faults.size(); i++) {
            assertThat(streamed.get(i).get()).as("%s, streamed", faults.get(i)).isEqualTo(Faults.ANSWER);
            assertThat(held.get(i).get()).as("%s, held", faults.get(i)).isEqualTo(Faults.ANSWER);
        }
        for (FutureTask<String> answer : whole) {
            assertThat(answer.get()).isEqualTo(Faults.ANSWER);
        }
    }

    private FutureTask<String> start(Callable<String> call) {
        FutureTask<String> task = new FutureTask<>(() -> {
            slots.acquire();
            try {
                return call.call();
            } finally {
                slots.release();
            }
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private String whole(int number) {
        HttpResponse<String> response = ask(number, "reset", false);
        assertThat(response.statusCode())
                .as("%s: %s", faults.get(number), response.body())
                .isEqualTo(200);
        assertThat(response.headers().firstValue("x-lotse-provider")).contains("healthy");
        return TestGateway.json(response.body())
                .at("/choices/0/message/content")
                .asText();
    }

    /** What a client shows that drops everything before a reset. */
    private String streamed(int number, String onCut) {
        HttpResponse<String> response = ask(number, onCut, true);
        assertThat(response.statusCode())
                .as("%s: %s", faults.get(number), response.body())
                .isEqualTo(200);
        assertThat(response.body()).as("%s", faults.get(number)).endsWith("data: [DONE]\n\n");
        StringBuilder text = new StringBuilder();
        String id = "";
        for (String line : response.body().lines().toList()) {
            if (!line.startsWith("data: {")) {
                continue;
            }
            JsonNode chunk = TestGateway.json(line.substring("data: ".length()));
            if (chunk.at("/lotse").has("reset")) {
                text.setLength(0);
                id = "";
                continue;
            }
            assertThat(id.isEmpty() || id.equals(chunk.get("id").asText())).isTrue();
            id = chunk.get("id").asText();
            text.append(chunk.at("/choices/0/delta/content").asText(""));
        }
        return text.toString();
    }

    private HttpResponse<String> ask(int number, String onCut, boolean stream) {
        return gateway.send(gateway.request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .header("X-Lotse-On-Cut", onCut)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"chain-" + number + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Wie lautet die Antwort?\"}]}")));
    }

    private static void provider(String name, ScriptedServer server, String format, Map<String, String> settings) {
        String at = "providers." + name + ".";
        settings.put(at + "url", server.uri().toString());
        settings.put(at + "format", format);
        settings.put(at + "auth", "none");
        settings.put(at + "max-concurrent", "500");
        settings.put(at + "models.m.price.input", "0");
        settings.put(at + "models.m.price.output", "0");
    }
}
