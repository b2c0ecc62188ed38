package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WidgetRoutesTest {
    private TestServer server;
    private URLClassLoader loader;

    @BeforeEach
    void start() throws IOException {
        URL[] folder = {Path.of("src/test/resources/widget/").toUri().toURL()};
        loader = new URLClassLoader(folder, null);
        WidgetRoutes widget = WidgetRoutes.read(loader);
        server = new TestServer(TestServer.SETTINGS, Map.of(), (test, settings) -> widget.routes());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        loader.close();
    }

    @Test
    void theScriptMayBeLoadedByAnyPage() {
        HttpResponse<String> response =
                server.send(server.request("/widget/lotse-search.js").header("Origin", "https://www.example.org"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("export const box = 1;\n");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(response.headers().firstValue("Cache-Control").orElse("")).contains("max-age=300");
    }

    @Test
    void whatHasAHashInItsPathIsKeptForEver() {
        assertThat(server.get("/widget/1.0.0-abc/lotse-search.js").headers().firstValue("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
    }

    @Test
    void whoHasItGetsNothing() {
        HttpResponse<String> response =
                server.send(server.request("/widget/lotse-search.js").header("If-None-Match", "\"sha384-x\""));

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void webAssemblyIsSentCompressedToWhoTakesIt() {
        for (String path : new String[] {"/widget/runtime-1.wasm", "/widget/1.0.0-abc/runtime-1.wasm"}) {
            HttpResponse<String> plain = server.send(server.request(path).header("Accept-Encoding", "gzip, br;q=0"));
            HttpResponse<String> brotli = server.send(server.request(path).header("Accept-Encoding", "gzip, br"));

            assertThat(plain.body()).isEqualTo("wasm wasm wasm");
            assertThat(plain.headers().firstValue("ETag")).contains("\"sha384-w\"");
            assertThat(brotli.body()).isEqualTo("brotli");
            assertThat(brotli.headers().firstValue("Content-Encoding")).contains("br");
            assertThat(brotli.headers().firstValue("ETag")).contains("\"sha384-w-br\"");
            assertThat(brotli.headers().firstValue("Content-Type")).contains("application/wasm");
            assertThat(brotli.headers().firstValue("Vary")).contains("Accept-Encoding");
            assertThat(brotli.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        }
    }

    @Test
    void otherFilesOfTheProgramAreNotServed() {
        for (String path :
                new String[] {"nothing.js", "../../../lotse-defaults.yaml", "%2e%2e/openapi.yaml", "1.0.0-abc/"}) {
            assertThat(server.get("/widget/" + path).statusCode()).as(path).isIn(400, 404);
        }
    }

    @Test
    void aProgramBuiltWithoutTheWidgetSaysSo() {
        server.close();
        WidgetRoutes none = WidgetRoutes.read(ClassLoader.getPlatformClassLoader());
        server = new TestServer(TestServer.SETTINGS, Map.of(), (test, settings) -> none.routes());

        HttpResponse<String> response = server.get("/widget/lotse-search.js");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("built without the search box");
    }
}
