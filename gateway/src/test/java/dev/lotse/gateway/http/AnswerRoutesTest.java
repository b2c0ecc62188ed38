package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.AnswerRequest;
import dev.lotse.gateway.answer.Source;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.search.FakeSearchService;
import dev.lotse.gateway.search.SearchOutcome;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerRoutesTest {
    private static final String ANSWER = "/v1/sites/docs/answer";
    private static final SearchOutcome.Answered SEARCH = FakeSearchService.answered(List.of(), 1);
    private static final Source SOURCE = new Source(
            1,
            FakeSearchService.hit("preise.html", "preise.html", "Preise", "x").page(),
            "Ein Kubikmeter kostet 2,12 €.");

    private final AtomicReference<AnswerRequest> asked = new AtomicReference<>();
    private final AtomicReference<Duration> budget = new AtomicReference<>();
    private volatile Function<AnswerRequest, AnswerOutcome> answers = request -> refused();
    private final TestServer server = new TestServer(
            TestServer.SETTINGS,
            Map.of(
                    "docs",
                    new SiteSettings(Optional.empty(), URI.create("/site/"), List.of("https://www.example.org"))),
            (test, settings) -> new AnswerRoutes(
                            test.answers(
                                    new FakeAnswers((request, deadline, listener) -> {
                                        asked.set(request);
                                        budget.set(deadline.remaining());
                                        return answers.apply(request);
                                    }),
                                    NanoClock.SYSTEM),
                            settings.searchTimeout(),
                            settings,
                            Map.of("docs", new SiteSettings(Optional.empty(), URI.create("/site/"), List.of())),
                            () -> 255)
                    .routes());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAnswerIsStreamedAsTheWidgetReadsIt() {
        answers = request -> new AnswerOutcome.Answered(
                SEARCH,
                List.of(SOURCE),
                List.of(
                        new AnswerOutcome.Piece("Leistung | Preis", List.of(1)),
                        new AnswerOutcome.Piece("Ein Kubikmeter kostet 2,12 €.", List.of(1))),
                0.91234,
                AnswerOutcome.Author.local("extractive@1"),
                false);

        HttpResponse<String> response = server.post(ANSWER, "{\"q\":\" Was kostet Wasser? \",\"lang\":\"de\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.body()).isEqualTo("""
                        event: sources
                        data: {"answerID":"00000000000000ff","queryID":"q-1","sources":[{"n":1,"objectID":"preise.html",\
                        "title":"Preise","url":"/site/preise.html",\
                        "fragmentUrl":"/site/preise.html#:~:text=Ein%20Kubikmeter%20kostet%202%2C12%20%E2%82%AC.",\
                        "text":"Ein Kubikmeter kostet 2,12 €.","updatedAt":"2026-03-01T10:00:00Z"}]}

                        event: delta
                        data: {"text":"Leistung | Preis\\n","cites":[1]}

                        event: delta
                        data: {"text":"Ein Kubikmeter kostet 2,12 €.","cites":[1]}

                        event: done
                        data: {"answerID":"00000000000000ff","queryID":"q-1",\
                        "usage":{"inputTokens":0,"outputTokens":0},"cost":0,"cache":"bypass",\
                        "confidence":0.912,"provider":"extractive@1",\
                        "degraded":[],"versions":{"index":"3.1","release":null,"embedder":"e5@1","reranker":null,\
                        "answerer":"extractive@1","prompt":null,"model":null}}

                        """);
        assertThat(asked.get()).isEqualTo(new AnswerRequest("docs", "Was kostet Wasser?", "de"));
        assertThat(server.get("/observe/metrics").body()).contains("lotse_answer_seconds_count{outcome=\"answered\"");
    }

    @Test
    void aRefusalNamesItsReasonAndTheClosestPages() {
        String body = server.post(ANSWER, "{\"q\":\"Wer?\"}").body();

        assertThat(body)
                .contains("event: sources\ndata: {")
                .contains("event: refusal\ndata: {\"answerID\":")
                .contains("\"cache\":\"bypass\",\"reason\":\"thin_context\",\"sources\":[{\"n\":1,")
                .doesNotContain("event: delta")
                .doesNotContain("event: done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|q|q is missing",
                "{\"q\":\" \"}|q|q is empty",
                "{\"q\":7}|q|q is no string",
                "{\"q\":\"x\",\"lang\":\"fr\"}|lang|lang is 'fr'; allowed is auto, de, en",
                "{\"q\":\"x\",\"timeoutMs\":1}|timeoutMs|timeoutMs is '1'; allowed is 10 to 30000",
                "{\"q\":\"x\",\"timeoutMs\":\"1\"}|timeoutMs|timeoutMs is no whole number; allowed is 10 to 30000",
                "{\"q\":\"x\",\"page\":1}|page|unknown parameter 'page'"
            })
    void whatIsNotAllowedIsAProblemBeforeTheStream(String body, String field, String detail) {
        HttpResponse<String> response = server.post(ANSWER, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(TestServer.json(response).at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(TestServer.json(response).at("/errors/0/detail").asText()).startsWith(detail);
        assertThat(asked.get()).isNull();
    }

    @Test
    void theTimeoutIsTheDeadline() {
        server.post(ANSWER, "{\"q\":\"x\",\"timeoutMs\":25000}");

        assertThat(budget.get()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(25));
    }

    @Test
    void anUnknownSiteAndAnEngineThatIsDownAreProblems() {
        answers = request -> new AnswerOutcome.NoSearch(new SearchOutcome.UnknownSite("docs"));
        assertThat(server.post(ANSWER, "{\"q\":\"x\"}").statusCode()).isEqualTo(404);

        answers = request -> new AnswerOutcome.NoSearch(new SearchOutcome.Unavailable("down"));
        HttpResponse<String> response = server.post(ANSWER, "{\"q\":\"x\"}");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(server.get("/observe/metrics").body()).contains("lotse_answer_seconds_count{outcome=\"failed\"");
    }

    @Test
    void scriptsOfAllowedOriginsMayAsk() {
        HttpResponse<String> response = server.send(server.request(ANSWER)
                .header("Origin", "https://www.example.org")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"q\":\"x\"}")));

        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("https://www.example.org");
    }

    @Test
    void aClientThatHangsUpLeavesTheServerServing() throws IOException {
        byte[] body = "{\"q\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                // The connection is reset and not ended in order.
                socket.setSoLinger(true, 0);
                OutputStream out = socket.getOutputStream();
                out.write(
                        ("POST " + ANSWER + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                                        + body.length + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                out.flush();
            }
        }

        assertThat(server.post(ANSWER, "{\"q\":\"x\"}").statusCode()).isEqualTo(200);
    }

    private static AnswerOutcome refused() {
        return new AnswerOutcome.Refused(
                SEARCH, AnswerOutcome.Reason.THIN_CONTEXT, List.of(SOURCE), AnswerOutcome.Author.local("extractive@1"));
    }
}
