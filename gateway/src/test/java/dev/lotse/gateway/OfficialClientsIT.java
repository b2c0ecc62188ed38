package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.provider.testing.OpenAiWire;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The official npm clients of OpenAI and Cohere against the inference API; nothing of them is told but address and key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficialClientsIT {
    private static final String KEY = "key-of-many-random-characters";
    private static final Path SOURCES = Path.of("src", "test", "clients");
    private static final Path FOLDER = Path.of("target", "clients");
    private static final long MINUTES = 6;

    private final List<ScriptedServer> servers = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path data) {
        install();
        Map<String, String> settings = new HashMap<>();
        chain("whole", settings, c -> c.json(503, "{}"), c -> c.json(200, OpenAiWire.completion("Guten Tag")));
        chain(
                "streamed",
                settings,
                c -> c.json(429, "{}", "Retry-After: 60"),
                c -> c.streamHead()
                        .chunk(OpenAiWire.stream(List.of("Guten ", "Tag")))
                        .end());
        ScriptedServer.Script tools = c -> c.json(200, """
                {"model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,\
                "tool_calls":[{"id":"call_1","type":"function","function":{"name":"wetter","arguments":"{}"}}]}}],\
                "usage":{"prompt_tokens":5,"completion_tokens":3}}""");
        chain("tools", settings, tools, tools);
        chain(
                "cut",
                settings,
                c -> c.streamHead()
                        .chunk(OpenAiWire.role() + OpenAiWire.delta("Falsch"))
                        .end(),
                c -> c.streamHead().chunk(OpenAiWire.stream(List.of("Richtig"))).end());
        settings.put("inference.keys.client.hash", "sha256:" + sha256(KEY));
        gateway = new TestGateway(data, false, Map.of(), settings);
    }

    @AfterAll
    void stop() {
        gateway.close();
        servers.forEach(ScriptedServer::close);
    }

    @Test
    void theClientOfOpenAiWorks() {
        JsonNode seen = run("openai.mjs", "http://127.0.0.1:" + gateway.port() + "/v1");

        assertThat(seen.at("/whole").asText()).isEqualTo("Guten Tag");
        assertThat(seen.at("/provider").asText()).isEqualTo("whole-b");
        assertThat(seen.at("/streamed").asText()).isEqualTo("Guten Tag");
        assertThat(seen.at("/tokens").asInt()).isEqualTo(29);
        assertThat(seen.at("/tool").asText()).isEqualTo("wetter");
        assertThat(seen.at("/held").asText()).isEqualTo("Richtig");
        assertThat(seen.at("/cut").asText()).isEqualTo("Falsch");
        assertThat(seen.at("/cutError").asText()).isEqualTo("provider_cut");
        assertThat(seen.at("/dimension").asInt())
                .isEqualTo(gateway.encoder.model().dimension());
        assertThat(seen.at("/models").toString()).contains("whole", "streamed", "e5-small-v2-q");
        assertThat(seen.at("/unknown").asText()).isEqualTo("NotFoundError 404 model_not_found");
        assertThat(seen.at("/badField").asText()).isEqualTo("BadRequestError 400 invalid_request temperature");
        assertThat(seen.at("/noKey").asText()).isEqualTo("AuthenticationError 401 unauthorized");
    }

    @Test
    void theClientOfCohereWorks() {
        JsonNode seen = run("cohere.mjs", "http://127.0.0.1:" + gateway.port());

        assertThat(seen.at("/results")).hasSize(2);
        assertThat(seen.at("/results/0/index").asInt()).isEqualTo(1);
        assertThat(seen.at("/results/0/text").asText()).isEqualTo("Gas");
        assertThat(seen.at("/falling").asBoolean()).isTrue();
        assertThat(seen.at("/unknown").asText()).startsWith("404 There is no model 'none' here");
    }

    /** Once for each change of the list of packages. */
    private static void install() {
        try {
            Files.createDirectories(FOLDER);
            boolean same = Files.isDirectory(FOLDER.resolve("node_modules"));
            for (String name : List.of("package.json", "package-lock.json", "openai.mjs", "cohere.mjs")) {
                Path source = SOURCES.resolve(name);
                Path target = FOLDER.resolve(name);
                boolean equal = Files.exists(target) && Files.mismatch(source, target) < 0;
                same &= equal || name.endsWith(".mjs");
                Files.write(target, Files.readAllBytes(source));
            }
            if (!same) {
                String said = execute("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
                assertThat(FOLDER.resolve("node_modules")).as(said).isDirectory();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode run(String script, String base) {
        String said = execute("node", script, base, KEY);
        String last = said.lines().reduce((first, second) -> second).orElse("");
        assertThat(last).as(said).startsWith("{");
        return TestGateway.json(last);
    }

    private static String execute(String... command) {
        try {
            Path output = Files.createTempFile(FOLDER.toAbsolutePath(), "output", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end");
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void chain(
            String name, Map<String, String> settings, ScriptedServer.Script first, ScriptedServer.Script second) {
        provider(name + "-a", first, settings);
        provider(name + "-b", second, settings);
        settings.put("chains." + name + ".steps", name + "-a/m," + name + "-b/m");
    }

    private void provider(String name, ScriptedServer.Script script, Map<String, String> settings) {
        ScriptedServer server = ScriptedServer.start(script);
        servers.add(server);
        settings.put("providers." + name + ".url", server.uri().toString());
        settings.put("providers." + name + ".auth", "none");
        settings.put("providers." + name + ".models.m.price.input", "0");
        settings.put("providers." + name + ".models.m.price.output", "0");
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
