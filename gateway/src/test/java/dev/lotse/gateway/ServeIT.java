package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as an operator runs it: its own process, the real encoder, signals. */
class ServeIT {
    private static final Pattern ADDRESS = Pattern.compile("Serving site werke on (http://127\\.0\\.0\\.1:(\\d+)) ");

    @TempDir
    private Path folder;

    @Test
    void aSiteIsIndexedServedAndLeftInOrder() throws IOException, InterruptedException {
        Path pages = Files.createDirectory(folder.resolve("pages"));
        page(pages, "solar.html", "Balkonkraftwerk anmelden", "Eine kleine Photovoltaikanlage melden Sie online an.");
        page(pages, "umzug.html", "Umzug melden", "Vor dem Einzug in die neue Wohnung lesen Sie den Zähler ab.");
        page(pages, "gas.html", "Gasgeruch", "Bei Gasgeruch öffnen Sie die Fenster und rufen uns von draußen an.");
        assertThat(start("index", "--site", "werke", pages.toString()).waitFor())
                .isZero();

        Process server = start("serve", "--port", "0");
        try {
            Matcher address = address(server);
            JsonNode answer =
                    get(address.group(1) + "/v1/sites/werke/search?timeoutMs=10000&q=geheimwort+Solarstrom+vom+Dach");
            assertThat(answer.path("degraded")).isEmpty();
            assertThat(answer.path("hits").path(0).path("objectID").asText()).isEqualTo("solar.html");

            assertThat(answeredAcrossTheSignal(server, Integer.parseInt(address.group(2))))
                    .startsWith("HTTP/1.1 200")
                    .contains("umzug.html");
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.destroyForcibly();
        }
        assertThat(Files.readString(log("serve")))
                .as("the access log")
                .contains("route=\"/v1/sites/{site}/search\"")
                .doesNotContainIgnoringCase("geheimwort")
                .doesNotContain("\tat ");
    }

    /** The native library frees what inferences use when the JVM goes down in its own way, and they crash (exit code 134). */
    @Test
    void aRunThatIsInterruptedWhileItEncodesEndsQuietly() throws IOException, InterruptedException {
        Path pages = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 200; i++) {
            page(pages, i + ".html", "Seite " + i, ("Der Zähler " + i + " wird im Keller abgelesen. ").repeat(60));
        }
        Process run = start("index", "--site", "werke", pages.toString());
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            !run.isAlive() || Files.readString(log("index")).contains("passages embedded"));
            assertThat(run.isAlive()).isTrue();
            run.destroy();
            assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(128 + 15);
        } finally {
            run.destroyForcibly();
        }
    }

    /** Sends half a request, asks the process to end, and sends the other half. */
    private static String answeredAcrossTheSignal(Process server, int port) throws IOException {
        byte[] body = "{\"q\":\"umzug\"}".getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/sites/werke/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Expect: 100-continue\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            // The interim response shows that the server works on this request.
            assertThat(new String(in.readNBytes("HTTP/1.1 100".length()), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100");
            server.destroy();
            // The signal has to be seen before the request can end: nobody new is let in from then on.
            await().atMost(Duration.ofSeconds(10)).until(() -> isRefused(port));
            out.write(body);
            out.flush();
            socket.shutdownOutput();
            String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return rest.substring(rest.indexOf("HTTP/1.1 "));
        }
    }

    private static boolean isRefused(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !probe.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    private static void page(Path pages, String name, String title, String text) throws IOException {
        Files.writeString(
                pages.resolve(name),
                "<html lang='de'><title>" + title + "</title><main><h1>" + title + "</h1><p>" + text
                        + "</main></html>");
    }

    private Process start(String command, String... arguments) throws IOException {
        return LotseProcess.start(List.of(), folder.resolve("data"), log(command), command, arguments);
    }

    private Path log(String command) {
        return folder.resolve(command + ".log");
    }

    private Matcher address(Process server) throws IOException {
        BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher matcher = ADDRESS.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
        throw new AssertionError("it ended with " + Files.readString(log("serve")));
    }

    private static JsonNode get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return TestGateway.json(
                    client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                            .body());
        }
    }
}
