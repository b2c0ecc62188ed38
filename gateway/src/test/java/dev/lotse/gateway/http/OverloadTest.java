package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.page.ResultsPageRoutes;
import dev.lotse.gateway.overload.Admission;
import dev.lotse.gateway.overload.AdmittedSearch;
import dev.lotse.gateway.overload.OverloadException;
import dev.lotse.gateway.overload.OverloadObserver;
import dev.lotse.gateway.overload.OverloadSettings;
import dev.lotse.gateway.search.FakeSearchService;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that can do two searches at once, both of which are being worked on. */
class OverloadTest {
    private static final String SEARCH = "/v1/sites/werke/search?q=";

    private final Admission admission = new Admission(
            new OverloadSettings(true, 2, 2, 2, Duration.ZERO, 1, 1), 2, NanoClock.SYSTEM, OverloadObserver.NONE);
    private final FakeSearchService work = new FakeSearchService();
    private final AdmittedSearch admitted = new AdmittedSearch(work, admission);
    private final CountDownLatch held = new CountDownLatch(2);
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
    private final TestServer server = new TestServer(
            TestServer.SETTINGS,
            Map.of(),
            TestServer.caching(true),
            (test, settings) -> new ResultsPageRoutes(test.cachedSearch, settings, Map.of(), ZoneOffset.UTC).routes());

    OverloadTest() {
        work.answer(request -> {
            if (request.query().startsWith("halt")) {
                held.countDown();
                await(release);
            }
            String word = request.query();
            return FakeSearchService.answered(List.of(FakeSearchService.hit(word, "/" + word, word, word)), 1);
        });
        server.search.answer(request -> admitted.search(request, Deadline.in(Duration.ofMinutes(1), NanoClock.SYSTEM)));
    }

    @AfterEach
    void stop() {
        release.countDown();
        visitors.close();
        server.close();
    }

    @Test
    void whatIsLetInIsAnsweredRightAndTheRestIsToldToComeBack() throws InterruptedException, ExecutionException {
        assertThat(server.get(SEARCH + "bekannt").statusCode()).isEqualTo(200);
        List<Future<HttpResponse<String>>> working = hold();

        for (int i = 0; i < 20; i++) {
            HttpResponse<String> refused = server.get(SEARCH + "neu" + i);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(TestServer.json(refused).path("type").asText()).isEqualTo("urn:lotse:problem:unavailable");
        }
        HttpResponse<String> cached = server.get(SEARCH + "bekannt");
        assertThat(cached.statusCode()).as("from the cache").isEqualTo(200);
        assertThat(TestServer.json(cached).path("cache").asText()).isEqualTo("hit");
        assertThat(server.get("/observe/health/ready").statusCode()).isEqualTo(200);

        release.countDown();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = working.get(i).get();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(TestServer.json(answer)
                            .path("hits")
                            .path(0)
                            .path("objectID")
                            .asText())
                    .isEqualTo("halt" + i);
        }
        assertThat(server.get(SEARCH + "neu0").statusCode())
                .as("a refusal is not kept")
                .isEqualTo(200);
    }

    @Test
    void thePageForBrowsersIsAPageThen() throws InterruptedException {
        List<Future<HttpResponse<String>>> working = hold();

        HttpResponse<String> refused =
                server.send(server.request("/search/werke?q=neu").header("Accept-Language", "de"));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(refused.body()).contains("<html lang=\"de\"").doesNotContain("urn:lotse");
        assertThat(working).hasSize(2);
    }

    @Test
    void suggestionsAreRefusedAsAProblemToo() {
        server.search.failSuggest(new OverloadException("Too much is being worked on; try again soon"));

        HttpResponse<String> refused = server.get("/v1/sites/werke/suggest?q=str");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(TestServer.json(refused).path("detail").asText()).startsWith("Too much is being worked on");
    }

    @Test
    void tooManyRequestsAtOnceAreRefusedByTheOutermostBoundAsAPageWhereOneWasAskedFor() throws InterruptedException {
        ServerSettings one = new ServerSettings(
                "127.0.0.1",
                0,
                4096,
                16 * 1024,
                1000,
                1,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                true,
                Duration.ofSeconds(60));
        try (TestServer narrow = new TestServer(one, Map.of(), (test, settings) -> List.of())) {
            narrow.search.answer(this::holdOnce);
            Future<HttpResponse<String>> working = visitors.submit(() -> narrow.get(SEARCH + "halt"));
            await(first);

            HttpResponse<String> page = narrow.get("/search/werke?q=neu");
            HttpResponse<String> search = narrow.get(SEARCH + "neu");

            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(page.body()).contains("<html lang=\"en\">", "Please reload this page in 1 second.");
            assertThat(search.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(working).isNotDone();
            release.countDown();
        }
    }

    private SearchOutcome holdOnce(SearchRequest request) {
        first.countDown();
        await(release);
        return FakeSearchService.answered(List.of(), 0);
    }

    private List<Future<HttpResponse<String>>> hold() {
        List<Future<HttpResponse<String>>> working = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String query = SEARCH + "halt" + i;
            working.add(visitors.submit(() -> server.get(query)));
        }
        await(held);
        return working;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
