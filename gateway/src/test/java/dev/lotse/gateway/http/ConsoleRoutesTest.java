package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleRoutesTest {
    @SuppressWarnings("NullAway.Init") // set before each test
    private TestServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Path console = Files.createDirectories(folder.resolve("dev/lotse/console"));
        Files.writeString(console.resolve("index.html"), "<lotse-console></lotse-console>");
        Files.writeString(console.resolve("console.js"), "export {};");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            ConsoleRoutes routes = ConsoleRoutes.read(loader);
            server = new TestServer(TestServer.SETTINGS, Map.of(), (test, settings) -> routes.routes());
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageMayRunNothingOfOthersAndBeFramedByNobody() {
        HttpResponse<String> page = server.get("/console/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<lotse-console>");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void filesAreAskedForAgainAndSentOnlyWhereTheyAreNew() {
        HttpResponse<String> script = server.get("/console/console.js");
        assertThat(script.headers().firstValue("Cache-Control")).contains("no-cache");

        HttpResponse<String> again = server.send(server.request("/console/console.js")
                .header("If-None-Match", script.headers().firstValue("ETag").orElseThrow()));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void otherFilesOfTheProgramAreNotServed() {
        for (String path : new String[] {"nothing.js", "%2e%2e/openapi.yaml", "..%2fwidget%2fmanifest.json"}) {
            assertThat(server.get("/console/" + path).statusCode()).as(path).isIn(400, 404);
        }
    }

    @Test
    void aProgramBuiltWithoutTheConsoleSaysSo() {
        server.close();
        ConsoleRoutes none = ConsoleRoutes.read(ClassLoader.getPlatformClassLoader());
        server = new TestServer(TestServer.SETTINGS, Map.of(), (test, settings) -> none.routes());

        HttpResponse<String> page = server.get("/console/");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("built without the console");
    }
}
