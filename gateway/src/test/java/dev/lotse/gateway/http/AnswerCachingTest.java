package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.answer.AnswerListener;
import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.AnswerOutcome.Author;
import dev.lotse.gateway.answer.AnswerOutcome.Piece;
import dev.lotse.gateway.answer.AnswerOutcome.Reason;
import dev.lotse.gateway.answer.Source;
import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.search.FakeSearchService;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCachingTest {
    private static final String ANSWER = "/v1/sites/docs/answer";
    private static final SearchOutcome.Answered SEARCH = FakeSearchService.answered(List.of(), 1);
    private static final Source SOURCE = new Source(
            1, FakeSearchService.hit("preise", "/preise", "Preise", "x").page(), "Ein Kubikmeter kostet 2,12 €.");
    private static final Author MODEL = new Author(
            "first",
            Map.of("answerer", "written@1", "prompt", "grounded-de@1", "model", "m-1"),
            new Usage(100, 0, 0, 20, false),
            Money.of("0.004"),
            List.of());

    private final AtomicInteger asked = new AtomicInteger();
    private volatile FakeAnswers.Answers answers =
            (request, deadline, listener) -> answered(SEARCH, Author.local("extractive@1"));
    private final FakeAnswers service = new FakeAnswers((request, deadline, listener) -> {
        asked.incrementAndGet();
        return answers.answer(request, deadline, listener);
    });
    private final TestServer server = server(false);

    private TestServer server(boolean similar) {
        return new TestServer(
                TestServer.SETTINGS,
                Map.of(),
                TestServer.caching(true),
                (test, settings) -> new AnswerRoutes(
                                test.answers(service, test.time, similar),
                                Duration.ofSeconds(5),
                                settings,
                                Map.of(),
                                new AtomicInteger(1)::incrementAndGet)
                        .routes());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theSameQuestionIsAnsweredOnceAndTheSecondTimeSaysSo() {
        answers = (request, deadline, listener) -> written(listener);
        String first = ask("Was kostet Wasser?").body();
        server.time.pass(Duration.ofSeconds(7));
        HttpResponse<String> response = ask(" Was kostet  Wasser ? ");

        assertThat(asked).hasValue(1);
        assertThat(first)
                .contains("\"usage\":{\"inputTokens\":100,\"outputTokens\":20},\"cost\":0.004,\"cache\":\"miss\"");
        String second = response.body();
        assertThat(second)
                .contains("\"usage\":{\"inputTokens\":0,\"outputTokens\":0},\"cost\":0,\"cache\":\"hit\",\"age\":7,");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("Age")).hasValue("7");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("Cache-Status")).hasValue("lotse; hit; ttl=593");
        assertThat(impersonal(second)).isEqualTo(impersonal(first));
        assertThat(second).doesNotContain("q-1").contains("\"queryID\":\"");
        assertThat(server.get("/observe/metrics").body())
                .contains(
                        "lotse_cache_requests_total{kind=\"answer\",level=\"memory\",scope=\"application\",status=\"hit\"");
    }

    @Test
    void quotesAreReplayedAsTheyWereSent() {
        answers = (request, deadline, listener) -> new AnswerOutcome.Answered(
                SEARCH,
                List.of(SOURCE),
                List.of(
                        new Piece("Leistung | Preis", List.of(1)),
                        new Piece("Ein Kubikmeter kostet 2,12 €.", List.of(1))),
                0.9,
                Author.local("extractive@1"),
                false);
        String first = ask("Was kostet Wasser?").body();
        assertThat(impersonal(ask("Was kostet Wasser?").body())).isEqualTo(impersonal(first));
    }

    @Test
    void asksAgainForEverythingThatMakesADifference() {
        for (String body : List.of(
                "{\"q\":\"Was kostet Wasser?\"}",
                "{\"q\":\"was kostet Wasser?\"}",
                "{\"q\":\"Was kostet kein Wasser?\"}",
                "{\"q\":\"Was kostet Wasser?\",\"lang\":\"de\"}",
                "{\"q\":\"Was kostet Wasser?\",\"lang\":\"en\"}")) {
            assertThat(server.post(ANSWER, body).body()).as(body).contains("\"cache\":\"miss\"");
        }
        assertThat(server.post("/v1/sites/other/answer", "{\"q\":\"Was kostet Wasser?\"}")
                        .body())
                .contains("\"cache\":\"miss\"");
        service.changeFingerprint("2");
        assertThat(ask("Was kostet Wasser?").body()).contains("\"cache\":\"miss\"");
        assertThat(server.post(ANSWER, "{\"q\":\"Was kostet Wasser?\",\"timeoutMs\":900}")
                        .body())
                .as("the timeout decides nothing")
                .contains("\"cache\":\"hit\"");
    }

    @Test
    void doesNotKeepAnAnswerDuringWhichAVersionChanged() {
        answers = (request, deadline, listener) -> {
            service.changeFingerprint("changed " + asked.get());
            return answered(SEARCH, MODEL);
        };
        ask("Was kostet Wasser?");
        service.changeFingerprint("1");
        assertThat(ask("Was kostet Wasser?").body()).contains("\"cache\":\"miss\"");
    }

    /** What must not be given to anybody else. */
    enum Poor {
        DEGRADED_SEARCH,
        INSTEAD_OF_A_MODEL,
        TAKEN_BACK,
        OUT_OF_TIME,
        ERROR
    }

    @ParameterizedTest
    @EnumSource
    void neverKeepsAPoorAnswer(Poor poor) {
        answers = (request, deadline, listener) -> switch (poor) {
            case DEGRADED_SEARCH ->
                answered(FakeSearchService.answered(List.of(), 1, Set.of(Step.ENCODE)), Author.local("extractive@1"));
            case INSTEAD_OF_A_MODEL ->
                answered(
                        SEARCH, new Author("extractive@1", Map.of(), Usage.NONE, Money.ZERO, List.of(Author.GENERATE)));
            case TAKEN_BACK -> {
                listener.sources(SEARCH, List.of(SOURCE));
                listener.piece(new Piece("Falsch.", List.of(1)));
                listener.reset("cut");
                yield written(listener);
            }
            case OUT_OF_TIME ->
                new AnswerOutcome.Refused(SEARCH, Reason.TIMEOUT, List.of(), Author.local("extractive@1"));
            case ERROR -> new AnswerOutcome.NoSearch(new SearchOutcome.Unavailable("away"));
        };
        HttpResponse<String> first = ask("Was kostet Wasser?");
        assertThat(first.statusCode()).isEqualTo(poor == Poor.ERROR ? 503 : 200);

        answers = (request, deadline, listener) -> answered(SEARCH, MODEL);
        assertThat(ask("Was kostet Wasser?").body()).contains("\"cache\":\"miss\"");
        assertThat(asked).hasValue(2);
    }

    @Test
    void neverKeepsAnAnswerMadeAfterItsTime() {
        answers = (request, deadline, listener) -> {
            server.time.pass(Duration.ofSeconds(6));
            return answered(SEARCH, MODEL);
        };
        ask("Was kostet Wasser?");
        assertThat(ask("Was kostet Wasser?").body()).contains("\"cache\":\"miss\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wo ist die Rechnung von max.mustermann@example.org?",
                "Wann wird DE89370400440532013000 belastet?"
            })
    void neverKeepsAQuestionWithPersonalData(String question) {
        assertThat(ask(question).body()).contains("\"cache\":\"bypass\"");
        assertThat(ask(question).body()).contains("\"cache\":\"bypass\"");
        assertThat(asked).hasValue(2);
    }

    @Test
    void theSameQuestionInOtherWordsIsFoundOnlyWhereThatIsSwitchedOn() {
        ask("Was kostet der Eintritt?");
        assertThat(ask("Wie teuer ist der Eintritt?").body()).contains("\"cache\":\"miss\"");

        try (TestServer similar = server(true)) {
            String first =
                    similar.post(ANSWER, "{\"q\":\"Was kostet der Eintritt?\"}").body();
            String second = similar.post(ANSWER, "{\"q\":\"Wie teuer ist der Eintritt?\"}")
                    .body();
            assertThat(second).contains("\"cache\":\"similar\",\"age\":0,");
            assertThat(impersonal(second)).isEqualTo(impersonal(first));
            for (String other : List.of(
                    "{\"q\":\"Wie teuer ist der Austritt?\"}",
                    "{\"q\":\"Wie teuer ist der Eintritt?\",\"lang\":\"de\"}")) {
                assertThat(similar.post(ANSWER, other).body()).as(other).contains("\"cache\":\"miss\"");
            }
            assertThat(similar.get("/observe/metrics").body())
                    .contains(
                            "lotse_cache_requests_total{kind=\"answer\",level=\"similar\",scope=\"application\",status=\"hit\"");

            similar.cache.purge("docs");
            assertThat(similar.post(ANSWER, "{\"q\":\"Wie teuer ist denn der Eintritt?\"}")
                            .body())
                    .contains("\"cache\":\"miss\"");
            service.changeFingerprint("2");
            assertThat(similar.post(ANSWER, "{\"q\":\"Wie teuer ist der Eintritt eigentlich?\"}")
                            .body())
                    .contains("\"cache\":\"miss\"");
        }
    }

    @Test
    void keepsARefusalForAShorterTime() {
        answers = (request, deadline, listener) ->
                new AnswerOutcome.Refused(SEARCH, Reason.OUT_OF_SCOPE, List.of(SOURCE), Author.local("extractive@1"));
        String first = ask("Wer?").body();
        server.time.pass(Duration.ofSeconds(59));
        String second = ask("Wer?").body();
        assertThat(second).contains("\"cache\":\"hit\",\"age\":59,\"reason\":\"out_of_scope\"");
        assertThat(impersonal(second)).isEqualTo(impersonal(first));
        server.time.pass(Duration.ofSeconds(1));
        assertThat(ask("Wer?").body()).contains("\"cache\":\"miss\"");
    }

    @Test
    void aPurgeOfTheSiteDropsItsAnswers() {
        ask("Was kostet Wasser?");
        assertThat(server.cache.purge("docs").entries()).isEqualTo(1);
        assertThat(ask("Was kostet Wasser?").body()).contains("\"cache\":\"miss\"");
    }

    @Test
    void equalQuestionsAtOnceAreAnsweredOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        answers = (request, deadline, listener) -> {
            arrived.countDown();
            await(go);
            return written(listener);
        };
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> replies = new ArrayList<>();
            replies.add(executor.submit(() -> ask("Was kostet Wasser?").body()));
            await(arrived);
            for (int i = 0; i < 5; i++) {
                replies.add(executor.submit(() -> ask("Was kostet Wasser?").body()));
            }
            go.countDown();
            for (Future<String> reply : replies) {
                assertThat(reply.get()).contains("event: done").contains("2,12 €");
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoWaitsForAnAnswerWhoseClientHangsUpGetsOneOfHisOwn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch hungUp = new CountDownLatch(1);
        AtomicInteger abandoned = new AtomicInteger();
        answers = (request, deadline, listener) -> {
            if (abandoned.getAndIncrement() > 0) {
                return written(listener);
            }
            listener.sources(SEARCH, List.of(SOURCE));
            begun.countDown();
            await(hungUp);
            // The first write after the reset may still end in the kernel's buffer.
            for (int i = 0; i < 1000 && listener.piece(new Piece("x".repeat(1000), List.of(1))); i++) {
                Thread.onSpinWait();
            }
            return answered(SEARCH, new Author("extractive@1", Map.of(), Usage.NONE, Money.ZERO, List.of("generate")));
        };
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoLinger(true, 0);
            post(socket, "{\"q\":\"Was kostet Wasser?\"}");
            await(begun);
            Future<String> waiting =
                    executor.submit(() -> ask("Was kostet Wasser?").body());
            socket.close();
            hungUp.countDown();

            assertThat(waiting.get())
                    .contains("event: done")
                    .contains("\"degraded\":[]")
                    .contains("2,12 €");
        }
    }

    private static void post(Socket socket, String json) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        out.write(("POST " + ANSWER + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static AnswerOutcome.Answered written(AnswerListener listener) {
        List<Piece> pieces =
                List.of(new Piece("Wasser kostet 2,12 €.", List.of(1)), new Piece("Je Kubikmeter.", List.of(1)));
        listener.sources(SEARCH, List.of(SOURCE));
        pieces.forEach(listener::piece);
        return new AnswerOutcome.Answered(SEARCH, List.of(SOURCE), pieces, 0.9, MODEL, true);
    }

    private static AnswerOutcome.Answered answered(SearchOutcome.Answered search, Author author) {
        return new AnswerOutcome.Answered(
                search, List.of(SOURCE), List.of(new Piece("Wasser kostet 2,12 €.", List.of(1))), 0.9, author, false);
    }

    private HttpResponse<String> ask(String question) {
        return server.post(ANSWER, "{\"q\":\"" + question + "\"}");
    }

    /** Without what is each visitor's own. */
    private static String impersonal(String body) {
        return body.replaceAll("\"(answerID|queryID|cache)\":\"[^\"]*\",", "")
                .replaceAll("\"usage\":\\{[^}]*},\"cost\":[0-9.]+,", "")
                .replaceAll("\"age\":\\d+,", "");
    }
}
