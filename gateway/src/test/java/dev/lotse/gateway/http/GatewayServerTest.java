package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.search.FakeSearchService;
import dev.lotse.gateway.search.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayServerTest {
    private static final String SEARCH = "/v1/sites/docs/search?q=x";
    private static final Map<String, SiteSettings> SITES = Map.of(
            "docs",
            new SiteSettings(
                    Optional.empty(), URI.create("https://www.example.org/hilfe/"), List.of("https://www.example.org")),
            "open",
            new SiteSettings(Optional.empty(), null, List.of("*")));

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private TestServer server = new TestServer(TestServer.SETTINGS, SITES, (test, settings) -> List.of());

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    @Test
    void theClientsRequestIdComesBack() {
        HttpResponse<String> response = server.send(server.request(SEARCH).header("X-Request-Id", "abc-1.2_3~"));

        assertThat(response.headers().firstValue("X-Request-Id")).hasValue("abc-1.2_3~");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\"x\"", "<script>", "ä"})
    void anUnfitRequestIdIsReplaced(String id) {
        HttpResponse<String> response = server.send(server.request(SEARCH).header("X-Request-Id", id));

        assertThat(response.headers().firstValue("X-Request-Id").orElseThrow()).matches("[0-9a-f]{16}");
    }

    @Test
    void anErrorNamesTheRequestInItsInstance() {
        HttpResponse<String> response =
                server.send(server.request("/v1/sites/docs/search").header("X-Request-Id", "r-7"));

        assertThat(TestServer.json(response).get("instance").asText()).isEqualTo("urn:lotse:request:r-7");
        assertThat(response.headers().firstValue("X-Request-Id")).hasValue("r-7");
    }

    @Test
    void theTraceIsContinued() {
        HttpResponse<String> response = server.send(server.request(SEARCH)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        assertThat(response.headers().firstValue("traceparent").orElseThrow())
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .endsWith("-01")
                .doesNotContain("b7ad6b7169203331");
    }

    @Test
    void serverTimingNamesTheStepsAndTheTotal() {
        assertThat(server.get(SEARCH).headers().firstValue("Server-Timing").orElseThrow())
                .matches("embedding;dur=4\\.0, engine;dur=7\\.0, total;dur=\\d+\\.\\d");
        assertThat(server.get("/nope").headers().firstValue("Server-Timing").orElseThrow())
                .matches("total;dur=\\d+\\.\\d");
    }

    @Test
    void relativeUrlsAreResolvedAgainstTheSite() {
        server.search.answer(FakeSearchService.answered(
                List.of(
                        FakeSearchService.hit("a", "a/b.html", "T", "x"),
                        FakeSearchService.hit("b", "https://other.example/b", "T", "x"),
                        FakeSearchService.hit("c", "un resolvable", "T", "x")),
                3));

        JsonNode hits = TestServer.json(server.get(SEARCH)).get("hits");

        assertThat(hits.findValuesAsText("url"))
                .containsExactly("https://www.example.org/hilfe/a/b.html", "https://other.example/b", "un resolvable");
    }

    @ParameterizedTest
    @CsvSource({"/", "/nope", "/v1/sites/docs", "/v1/sites/docs/search/more", "/observe/nope"})
    void aPathWithNothingOnItIsAProblem(String path) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(response).get("type").asText()).isEqualTo("urn:lotse:problem:not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,search,'GET, HEAD, POST, OPTIONS'",
        "DELETE,search,'GET, HEAD, POST, OPTIONS'",
        "POST,suggest,'GET, HEAD, OPTIONS'"
    })
    void aMethodThatAPathDoesNotKnowIsNamedWithThoseItKnows(String method, String route, String allow) {
        HttpResponse<String> response = server.send(
                server.request("/v1/sites/docs/" + route).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue(allow);
        assertThat(TestServer.json(response).get("detail").asText()).contains(allow);
    }

    @Test
    void headHasTheHeadersAndNoBody() {
        HttpResponse<String> response =
                server.send(server.request(SEARCH).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void optionsTellsTheMethods() {
        HttpResponse<String> response =
                server.send(server.request(SEARCH).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, POST, OPTIONS");
    }

    @Test
    void aScriptOfTheSitesOriginMayCall() {
        HttpResponse<String> response = server.send(server.request(SEARCH).header("Origin", "https://www.example.org"));

        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://www.example.org");
        assertThat(response.headers()
                        .firstValue("Access-Control-Expose-Headers")
                        .orElseThrow())
                .contains("Server-Timing");
        assertThat(response.headers().allValues("Vary").toString()).contains("Origin");
    }

    @Test
    void itMayReadErrorsToo() {
        HttpResponse<String> response =
                server.send(server.request("/v1/sites/docs/search").header("Origin", "https://www.example.org"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://www.example.org");
    }

    @Test
    void aPreflightIsAnsweredForAllowedOriginsOnly() {
        HttpResponse<String> allowed = preflight("docs", "https://www.example.org");
        HttpResponse<String> foreign = preflight("docs", "https://evil.example");
        HttpResponse<String> any = preflight("open", "https://evil.example");

        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
                .contains("POST");
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("Content-Type");
        assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(any.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://evil.example");
    }

    @Test
    void aSiteWithoutSettingsSharesWithNoOrigin() {
        assertThat(server.send(server.request("/v1/sites/other/search?q=x").header("Origin", "https://www.example.org"))
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void responsesAreCompressedForClientsThatTakeIt() throws IOException, InterruptedException {
        server.search.answer(
                FakeSearchService.answered(List.of(FakeSearchService.hit("a", "a", "T", "Wort ".repeat(60))), 1));

        HttpResponse<byte[]> response = server.client.send(
                server.request(SEARCH).header("Accept-Encoding", "gzip").build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(response.headers().allValues("Vary").toString()).contains("Accept-Encoding");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).startsWith("{\"query\":\"x\"");
        assertThat(plain.length).isGreaterThan(response.body().length);
    }

    @Test
    void theConnectionIsClosedForClientsThatAskForIt() throws IOException {
        assertThat(raw("GET " + SEARCH + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("}");
    }

    @Test
    void anUnexpectedFailureShowsNothingOfItself() {
        server.search.answer(request -> {
            throw new IllegalStateException("secret detail");
        });

        HttpResponse<String> response = server.get(SEARCH);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret", "IllegalState", "at dev.lotse");
        assertThat(TestServer.json(response).get("type").asText()).isEqualTo("urn:lotse:problem:internal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/sites/docs/search?q=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/sites/docs/search?q=x HTTP/1.1\r\nHost: localhost\r\nX: bad\u0001header\r\n\r\n",
                "GET  /two-spaces HTTP/1.1\r\nHost: localhost\r\n\r\n",
            })
    void aBrokenRequestIsAProblemAndNotAStackTrace(String request) throws IOException {
        String response = raw(request);

        assertThat(response)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .doesNotContain("at io.helidon");
    }

    @Test
    void anOverlongUrlAndOverlongHeadersAreRefused() throws IOException {
        assertThat(raw("GET /v1/sites/docs/search?q=" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 414")
                .contains("application/problem+json");
        assertThat(raw("GET " + SEARCH + " HTTP/1.1\r\nHost: localhost\r\nX-A: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4")
                .contains("application/problem+json");
    }

    @Test
    void healthTellsWhetherRequestsAreWelcome() {
        assertThat(server.get("/observe/health/live").statusCode()).isEqualTo(200);
        assertThat(server.get("/observe/health/started").statusCode()).isEqualTo(200);
        assertThat(server.get("/observe/health/ready").statusCode()).isEqualTo(200);

        server.health.stopping();

        assertThat(server.get("/observe/health/ready").statusCode()).isEqualTo(503);
        assertThat(server.get("/observe/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsCountSearchesByOutcomeAndStepsLeftOut() {
        // All registries of a JVM share one set of numbers, so differences are looked at.
        double degraded = metric("lotse_search_seconds_count{outcome=\"degraded\"");
        double embedding = metric("lotse_search_degraded_total{scope=\"application\",step=\"embedding\"");
        double notFound = metric("lotse_http_request_seconds_count{method=\"GET\",route=\"none\"");
        server.search.answer(FakeSearchService.answered(List.of(), 0, Set.of(Step.ENCODE)));

        server.get(SEARCH);
        server.get("/nope");

        // A request is counted when its response is out.
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(metric("lotse_search_seconds_count{outcome=\"degraded\""))
                    .isEqualTo(degraded + 1);
            assertThat(metric("lotse_search_degraded_total{scope=\"application\",step=\"embedding\""))
                    .isEqualTo(embedding + 1);
            assertThat(metric("lotse_http_request_seconds_count{method=\"GET\",route=\"none\""))
                    .isGreaterThanOrEqualTo(notFound + 1);
            assertThat(metric("lotse_http_in_flight")).isGreaterThanOrEqualTo(0);
        });
    }

    /** The sum of the samples whose lines start like this. */
    private double metric(String start) {
        String all = server.send(server.request("/observe/metrics").header("Accept", "text/plain"))
                .body();
        return all.lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void moreThanTheLimitIsRefusedButHealthIsNot() throws InterruptedException {
        server.close();
        ServerSettings one = new ServerSettings(
                "127.0.0.1",
                0,
                4096,
                16_384,
                1000,
                1,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                true,
                Duration.ofSeconds(1));
        server = new TestServer(one, Map.of(), (test, settings) -> List.of());
        CompletableFuture<HttpResponse<String>> slow = slowRequest();

        HttpResponse<String> second = server.get(SEARCH);

        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(server.get("/observe/health/live").statusCode()).isEqualTo(200);
        release.countDown();
        assertThat(slow.join().statusCode()).isEqualTo(200);
    }

    @Test
    void closingFinishesWhatIsInFlight() throws InterruptedException {
        CompletableFuture<HttpResponse<String>> slow = slowRequest();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::closeServer);
        release.countDown();

        assertThat(slow.join().statusCode()).isEqualTo(200);
        closing.join();
    }

    private CompletableFuture<HttpResponse<String>> slowRequest() throws InterruptedException {
        server.search.answer(request -> {
            entered.countDown();
            hold(release);
            return FakeSearchService.answered(List.of(), 0);
        });
        CompletableFuture<HttpResponse<String>> slow =
                server.client.sendAsync(server.request(SEARCH).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        return slow;
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> preflight(String site, String origin) {
        return server.send(server.request("/v1/sites/" + site + "/search")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
