package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in at a real OpenID Connect provider in a real browser: an editor, an analyst, and somebody without a role. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ConsoleSignInIT {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String SECRET = "a-secret-of-the-test-client";
    private static final Path CONSOLE = Path.of("../frontend-widget/console");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @Test
    void peopleSignInAtTheProviderAndMayDoWhatTheirRoleSays() throws IOException {
        assumeThat(ConsoleSignInIT.class.getResource("/dev/lotse/console/index.html"))
                .as("the console, which is built with npm")
                .isNotNull();
        assumeThat(Path.of("../frontend-widget/node_modules/oidc-provider"))
                .as("the provider, which npm installs")
                .isDirectory();
        int port = freePort();
        int providerPort = freePort();
        String url = "http://127.0.0.1:" + port;
        Process provider =
                node("oidc-server.mjs", List.of(Integer.toString(providerPort), url + "/admin/v1/sign-in/callback"));
        try (BufferedReader out = provider.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("listening");
            Map<String, String> configuration = Map.of(
                    "server.port",
                    Integer.toString(port),
                    "admin.oidc.issuer",
                    "http://127.0.0.1:" + providerPort,
                    "admin.oidc.client-id",
                    "lotse",
                    "admin.oidc.public-url",
                    url,
                    "admin.oidc.roles.analyst",
                    "search-analyst",
                    "admin.oidc.roles.editor",
                    "search-editor,search-chief");
            try (TestGateway gateway = new TestGateway(
                    data,
                    false,
                    Map.of("LOTSE_ADMIN_KEY", KEY, "LOTSE_ADMIN_OIDC_CLIENT_SECRET", SECRET),
                    configuration)) {
                page(gateway);
                JsonNode seen = inBrowser(url);

                assertThat(seen.get("who").asText()).contains("editor@example.org", "Redaktion");
                assertThat(seen.get("cookies")).hasSize(1);
                JsonNode cookie = seen.get("cookies").get(0);
                assertThat(cookie.get("httpOnly").asBoolean()).isTrue();
                assertThat(cookie.get("sameSite").asText()).isEqualTo("Strict");
                assertThat(seen.get("seenByScript").asText()).isEmpty();
                assertThat(seen.get("withoutToken").asInt()).isEqualTo(403);
                assertThat(seen.get("afterSignOut").asInt()).isEqualTo(401);
                for (String offer : List.of("analystForms", "newDraft", "analystRules", "analystRollbacks")) {
                    assertThat(seen.get(offer).asInt()).as(offer).isZero();
                }
                assertThat(seen.get("stranger").asText()).contains("keine Rolle");
                assertThat(seen.get("violations")).as(seen.toString()).isEmpty();
                assertThat(seen.get("errors")).as(seen.toString()).isEmpty();
                assertThat(gateway.send(gateway.request("/admin/v1/sites/docs/audit")
                                        .header("Authorization", "Bearer " + KEY))
                                .body())
                        .contains("oidc:editor@example.org");
            }
        } finally {
            provider.destroyForcibly();
        }
    }

    private JsonNode inBrowser(String url) throws IOException {
        Process journey = node(
                "sign-in.mjs", List.of(url, Path.of("target/console-sign-in").toString()));
        String report = "";
        try (BufferedReader out = journey.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                report = line;
            }
        } finally {
            journey.destroyForcibly();
        }
        assertThat(report)
                .as(Files.readString(data.resolve("sign-in.mjs.log"))
                        + Files.readString(data.resolve("oidc-server.mjs.log")))
                .startsWith("{");
        return TestGateway.json(report);
    }

    private Process node(String script, List<String> arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(
                List.of("node", CONSOLE.resolve("test").resolve(script).toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(data.resolve(script + ".log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void page(TestGateway gateway) {
        HttpResponse<String> response = gateway.send(gateway.request("/admin/v1/sites/docs/documents/smartphone")
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(
                        "{\"url\": \"/smartphone\", \"title\": \"Smartphone\", \"text\": \"Ein Smartphone.\","
                                + " \"lang\": \"de\"}")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
