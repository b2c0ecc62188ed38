package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents and crawls; who may reach them is in {@link AdminAccessTest}. */
class AdminRoutesTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String DOCUMENTS = "/admin/v1/sites/docs/documents";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private TestGateway gateway = new TestGateway(Path.of("unused"), false, Map.of(), Map.of());

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void start(boolean demo, Map<String, String> environment, Map<String, String> configuration) {
        gateway.close();
        gateway = new TestGateway(data, demo, environment, configuration);
    }

    private void startWithKey() {
        start(false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of("admin.allow-private-crawls", "true"));
    }

    @Test
    void aDocumentThatIsPutIsFoundAtOnce() {
        startWithKey();

        HttpResponse<String> put = put(
                "a/b.html",
                "{\"url\": \"https://example.org/a\", \"title\": \"Zählerstand\","
                        + " \"text\": \"Den Zählerstand melden Sie online.\", \"lang\": \"de\"}");

        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        assertThat(TestGateway.json(put.body()).get("objectID").asText()).isEqualTo("a/b.html");
        JsonNode found = TestGateway.json(
                gateway.get("/v1/sites/docs/search?q=z%C3%A4hlerstand").body());
        assertThat(found.get("hits").findValuesAsText("objectID")).containsExactly("a/b.html");
    }

    @Test
    void aDocumentThatIsDeletedIsNotFoundAnyMore() {
        startWithKey();
        put("a", document("a"));
        put("b", document("b"));

        assertThat(delete("a").statusCode()).isEqualTo(200);
        assertThat(delete("a").statusCode()).isEqualTo(404);
        assertThat(TestGateway.json(
                                gateway.get("/v1/sites/docs/search?q=melden").body())
                        .get("hits")
                        .findValuesAsText("objectID"))
                .containsExactly("b");
    }

    @Test
    void goodLinesLandAndEachBadOneIsReportedWithItsNumber() {
        startWithKey();

        HttpResponse<String> response = bulk(document("a") + "\n" + "{\"objectID\": \"b\"\n" + "\n"
                + "{\"objectID\": \"c\", \"url\": \"javascript:alert(1)\", \"title\": \"T\", \"text\": \"x\"}\n"
                + document("d"));

        assertThat(response.statusCode()).isEqualTo(200);
        List<JsonNode> lines = response.body().lines().map(TestGateway::json).toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.stream()
                        .filter(line -> line.path("status").asText().equals("indexed"))
                        .map(line -> line.get("line").asInt()))
                .containsExactlyInAnyOrder(1, 5);
        assertThat(lines.stream()
                        .filter(line -> line.path("status").asText().equals("rejected"))
                        .map(line -> line.get("line").asInt()))
                .containsExactlyInAnyOrder(2, 4);
        assertThat(response.body()).contains("\"field\":\"url\"");
        assertThat(lines.getLast().get("summary").toString()).startsWith("{\"indexed\":2,\"rejected\":2");
        assertThat(sites()).contains("\"pages\":2");
    }

    @Test
    void resultsComeWhileTheClientIsStillSending() throws IOException {
        startWithKey();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            body.append("{\"objectID\": \"bad-").append(i).append("\"}\n");
        }
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);

        // A client that reads nothing before it has sent everything must not block the server.
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + DOCUMENTS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY
                            + "\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\nContent-Length: "
                            + bytes.length
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response).contains("\"rejected\":3000");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                    | malformed-body",
                "[]                                                   | malformed-body",
                "{\"title\": \"T\", \"text\": \"x\"}                  | invalid-request",
                "{\"url\": \"/a\", \"title\": \"T\"}                  | invalid-request",
                "{\"url\": \"/a\", \"title\": \"T\", \"text\": 5}     | invalid-request",
                "{\"objectID\": \"other\", \"url\": \"/a\", \"title\": \"T\", \"text\": \"x\"} | invalid-request",
                "{\"url\": \"/a\", \"title\": \"T\", \"text\": \"x\", \"colour\": 1} | invalid-request",
            })
    void aDocumentThatIsNotValidIsRefused(String body, String kind) {
        startWithKey();

        HttpResponse<String> response = put("a", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(response.body()).get("type").asText()).isEqualTo("urn:lotse:problem:" + kind);
        assertThat(sites()).isEqualTo("{\"sites\":[]}");
    }

    @Test
    void aDocumentAboveTheLimitIsRefused() {
        start(false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of("admin.max-document", "2KiB"));

        HttpResponse<String> response =
                put("a", "{\"url\": \"/a\", \"title\": \"T\", \"text\": \"" + "x".repeat(3000) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(bulk("{\"text\": \"" + "x".repeat(3000) + "\"}").body()).contains("too long", "2048 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPPER", "a.b", "%2e%2e", "a%20b"})
    void aNameThatASiteCannotHaveIsRefused(String site) {
        startWithKey();

        HttpResponse<String> response = gateway.send(authorized("/admin/v1/sites/" + site + "/documents/a", KEY)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(document("a"))));

        assertThat(response.statusCode()).isIn(400, 404);
    }

    @Test
    void theStateOfSitesIsShown() {
        startWithKey();
        put("a", document("a"));

        JsonNode site = TestGateway.json(sites()).get("sites").get(0);

        assertThat(site.get("site").asText()).isEqualTo("docs");
        assertThat(site.get("encoder").asText()).isEqualTo("hashing@1");
        assertThat(site.get("pages").asInt()).isEqualTo(1);
        assertThat(gateway.send(authorized("/admin/v1/sites/docs/index", KEY)).body())
                .isEqualTo(site.toString());
        assertThat(gateway.send(authorized("/admin/v1/sites/nope/index", KEY)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aCrawlRunsAndReportsItsEnd() throws IOException {
        startWithKey();
        HttpServer web = website(new CountDownLatch(0));
        try {
            HttpResponse<String> started = crawl("{\"url\": \"" + address(web) + "\", \"maxPages\": 10}");

            assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
            String location = started.headers().firstValue("Location").orElseThrow();
            await().atMost(Duration.ofSeconds(30)).until(() -> state(location).equals("done"));
            assertThat(gateway.send(authorized(location, KEY)).body()).contains("\"pages\":2");
            assertThat(gateway.send(authorized("/admin/v1/sites/docs/crawls", KEY))
                            .body())
                    .contains("\"state\":\"done\"");
        } finally {
            web.stop(0);
        }
    }

    @Test
    void aCrawlCanBeCancelledAndASecondOneMustWait() throws IOException {
        startWithKey();
        CountDownLatch hold = new CountDownLatch(1);
        HttpServer web = website(hold);
        try {
            String location = crawl("{\"url\": \"" + address(web) + "\"}")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();

            assertThat(crawl("{\"url\": \"" + address(web) + "\"}").statusCode())
                    .isEqualTo(409);
            HttpResponse<String> cancelled =
                    gateway.send(authorized(location, KEY).DELETE());

            assertThat(cancelled.statusCode()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(30)).until(() -> state(location).equals("cancelled"));
            assertThat(sites()).isEqualTo("{\"sites\":[]}");
        } finally {
            hold.countDown();
            web.stop(0);
        }
    }

    @Test
    void aCrawlIntoThePrivateNetworkIsRefusedUnlessAllowed() throws IOException {
        start(false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of());
        HttpServer web = website(new CountDownLatch(0));
        try {
            String location = crawl("{\"url\": \"" + address(web) + "\"}")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();

            await().atMost(Duration.ofSeconds(30)).until(() -> state(location).equals("failed"));
            assertThat(TestGateway.json(gateway.send(authorized(location, KEY)).body())
                            .get("failure")
                            .asText())
                    .containsIgnoringCase("private");
        } finally {
            web.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\": \"ftp://example.org\"}",
                "{\"url\": 5}",
                "{\"url\": \"not a url\"}",
                "{\"url\": \"https://example.org\", \"maxPages\": 0}",
                "{\"url\": \"https://example.org\", \"maxPages\": \"5\"}",
                "{\"url\": \"https://example.org\", \"maxpages\": 5}",
                "[]",
                "{",
            })
    void aCrawlThatIsNotValidIsRefused(String body) {
        startWithKey();

        assertThat(crawl(body).statusCode()).isEqualTo(400);
    }

    private String state(String location) {
        return TestGateway.json(gateway.send(authorized(location, KEY)).body())
                .get("state")
                .asText();
    }

    private HttpResponse<String> crawl(String body) {
        return gateway.send(authorized("/admin/v1/sites/docs/crawls", KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Two pages; the second is held until the latch opens. */
    private static HttpServer website(CountDownLatch hold) throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setExecutor(task -> Thread.ofVirtual().start(task));
        web.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] page = ("<!doctype html><html lang=de><title>Seite " + path
                            + "</title><main><h1>Seite</h1><p>Hier steht ein" + " Text über den Zählerstand auf " + path
                            + ".</p><a href=/b>weiter</a></main>")
                    .getBytes(StandardCharsets.UTF_8);
            boolean known = path.equals("/") || path.equals("/b");
            if (path.equals("/b")) {
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(known ? 200 : 404, known ? page.length : -1);
            if (known) {
                exchange.getResponseBody().write(page);
            }
            exchange.close();
        });
        web.start();
        return web;
    }

    private static String address(HttpServer web) {
        return "http://127.0.0.1:" + web.getAddress().getPort() + "/";
    }

    private String sites() {
        return gateway.send(authorized("/admin/v1/sites", KEY)).body();
    }

    private HttpResponse<String> put(String id, String body) {
        return gateway.send(authorized(DOCUMENTS + "/" + id, KEY)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> delete(String id) {
        return gateway.send(authorized(DOCUMENTS + "/" + id, KEY).DELETE());
    }

    private HttpResponse<String> bulk(String lines) {
        return gateway.send(authorized(DOCUMENTS, KEY)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines)));
    }

    private HttpRequest.Builder authorized(String path, String key) {
        return gateway.request(path).header("Authorization", "Bearer " + key);
    }

    private static String document(String id) {
        return "{\"objectID\": \"" + id + "\", \"url\": \"https://example.org/" + id + "\", \"title\": \"Zählerstand "
                + id + "\", \"text\": \"Den Zählerstand melden Sie online.\", \"lang\": \"de\"}";
    }
}
