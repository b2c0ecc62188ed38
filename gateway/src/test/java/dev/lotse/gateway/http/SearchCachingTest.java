package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.Suggestion;
import dev.lotse.gateway.search.FakeSearchService;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.Step;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchCachingTest {
    private static final String SEARCH = "/v1/sites/docs/search?q=";
    private static final PageHit HIT = FakeSearchService.hit("a", "/a", "Titel", "ein [Wort] mehr");

    private final TestServer server = new TestServer(TestServer.caching(true));
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void answer() {
        answer(FakeSearchService.answered(List.of(HIT), 1));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesTheSameAnswerAgainUnderAnIdOfItsOwn() {
        ObjectNode first = (ObjectNode) json(SEARCH + "wort");
        ObjectNode second = (ObjectNode) json(SEARCH + "wort");

        assertThat(asked).hasValue(1);
        assertThat(first.get("cache").asText()).isEqualTo("miss");
        assertThat(first.get("queryID").asText()).isEqualTo("q-1");
        assertThat(second.get("cache").asText()).isEqualTo("hit");
        assertThat(second.get("queryID").asText())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        List<String> own = List.of("queryID", "cache", "processingTimeMS");
        assertThat(second.remove(own)).isEqualTo(first.remove(own));
    }

    @Test
    void asksAgainForEverythingThatMakesADifference() {
        for (String difference : List.of(
                "wort",
                "Wort",
                "wort&page=1",
                "wort&hitsPerPage=5",
                "wort&lang=de",
                "wort&filters=tag:a",
                "wort&filters=tag:b",
                "wort&facets=tag",
                "wort&mode=keyword",
                "wort&rerank=off")) {
            assertThat(json(SEARCH + difference).get("cache").asText())
                    .as(difference)
                    .isEqualTo("miss");
        }
        assertThat(json("/v1/sites/other/search?q=wort").get("cache").asText()).isEqualTo("miss");
    }

    @Test
    void findsTheSameSearchHoweverItIsWritten() {
        json(SEARCH + "zwei%20worte&facets=tag,lang");

        assertThat(json(SEARCH + "%20zwei%C2%A0%20worte&facets=lang,tag&timeoutMs=900&page=0")
                        .get("cache")
                        .asText())
                .isEqualTo("hit");
        HttpResponse<String> posted =
                server.post("/v1/sites/docs/search", "{\"q\":\"zwei worte\",\"facets\":[\"lang\",\"tag\"]}");
        assertThat(TestServer.json(posted).get("cache").asText()).isEqualTo("hit");
        assertThat(posted.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(posted.headers().firstValue("ETag")).isEmpty();
    }

    @Test
    void asksAgainWhenIndexModelOrSettingsChanged() {
        json(SEARCH + "wort");
        server.search.changeFingerprint("3.2");
        assertThat(json(SEARCH + "wort").get("cache").asText()).isEqualTo("miss");
    }

    @Test
    void doesNotKeepAnAnswerDuringWhichTheIndexChanged() {
        server.search.answer(request -> {
            asked.incrementAndGet();
            server.search.changeFingerprint("changed " + asked.get());
            return FakeSearchService.answered(List.of(HIT), 1);
        });
        json(SEARCH + "wort");
        server.search.changeFingerprint("3.1");
        assertThat(json(SEARCH + "wort").get("cache").asText()).isEqualTo("miss");
    }

    @Test
    void neverKeepsADegradedAnswer() {
        answer(FakeSearchService.answered(List.of(HIT), 1, Set.of(Step.ENCODE)));
        HttpResponse<String> response = server.get(SEARCH + "wort");
        assertThat(TestServer.json(response).get("cache").asText()).isEqualTo("miss");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");

        answer(FakeSearchService.answered(List.of(HIT), 1));
        assertThat(json(SEARCH + "wort").get("degraded")).isEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void neverKeepsAnError() {
        answer(new SearchOutcome.Unavailable("away"));
        assertThat(server.get(SEARCH + "wort").statusCode()).isEqualTo(503);
        answer(FakeSearchService.answered(List.of(HIT), 1));
        assertThat(json(SEARCH + "wort").get("cache").asText()).isEqualTo("miss");
    }

    @Test
    void neverKeepsAQueryWithPersonalData() {
        for (String query : List.of("max.mustermann%40example.org", "IBAN%20DE89370400440532013000")) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> response = server.get(SEARCH + query);
                assertThat(TestServer.json(response).get("cache").asText()).isEqualTo("bypass");
                assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
            }
        }
        assertThat(asked).hasValue(4);
    }

    @Test
    void neverKeepsAnExplanationOrTheAnswerToAVector() {
        assertThat(json(SEARCH + "wort&explain=true").get("cache").asText()).isEqualTo("bypass");
        HttpResponse<String> vector =
                server.post("/v1/sites/docs/search", "{\"vector\":[0.6,0.8],\"vectorModel\":\"e5@1\"}");
        assertThat(TestServer.json(vector).get("cache").asText()).isEqualTo("bypass");
    }

    @Test
    void keepsNothingFoundForAShortTimeOnly() {
        answer(FakeSearchService.answered(List.of(), 0));
        json(SEARCH + "nix");
        server.time.pass(Duration.ofSeconds(9));
        assertThat(json(SEARCH + "nix").get("cache").asText()).isEqualTo("hit");
        server.time.pass(Duration.ofSeconds(2));
        assertThat(json(SEARCH + "nix").get("cache").asText()).isEqualTo("miss");
    }

    @Test
    void tellsThatAnAnswerIsStaleAndRenewsIt() {
        json(SEARCH + "wort");
        server.time.pass(Duration.ofSeconds(61));

        HttpResponse<String> stale = server.get(SEARCH + "wort");
        assertThat(TestServer.json(stale).get("cache").asText()).isEqualTo("stale");
        assertThat(stale.headers().firstValue("Age")).hasValue("61");
        assertThat(stale.headers().firstValue("Cache-Status")).hasValue("lotse; hit; ttl=-1");

        assertThat(json(SEARCH + "wort").get("cache").asText()).isEqualTo("hit");
        assertThat(asked).hasValue(2);
    }

    @Test
    void sendsNothingTwiceToABrowserThatHasIt() {
        HttpResponse<String> first = server.get(SEARCH + "wort");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).startsWith("W/\"");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("private, no-cache");

        HttpResponse<String> second =
                server.send(server.request(SEARCH + "wort").header("If-None-Match", "\"x\", " + tag));
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(second.headers().firstValue("ETag")).hasValue(tag);

        assertThat(server.send(server.request(SEARCH + "wort").header("If-None-Match", "\"x\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void dropsASiteOnPurge() {
        json(SEARCH + "wort");
        assertThat(server.cache.purge("docs").entries()).isEqualTo(1);
        assertThat(json(SEARCH + "wort").get("cache").asText()).isEqualTo("miss");
    }

    @Test
    void keepsCompletions() {
        server.search.suggest(new Suggestion("Wortliste", Suggestion.Kind.QUERY, null));
        HttpResponse<String> first = server.get("/v1/sites/docs/suggest?q=wor");
        server.search.suggest();
        HttpResponse<String> second = server.get("/v1/sites/docs/suggest?q=wor");

        assertThat(second.body()).isEqualTo(first.body()).contains("Wortliste");
        assertThat(first.headers().firstValue("Cache-Status")).hasValue("lotse; fwd=miss; stored");
        assertThat(second.headers().firstValue("Cache-Status")).hasValue("lotse; hit; ttl=60");
        assertThat(server.get("/v1/sites/docs/suggest?q=wor&limit=3").body()).doesNotContain("Wortliste");
    }

    @Test
    void countsWhatItDoes() {
        json(SEARCH + "wort");
        json(SEARCH + "wort");
        assertThat(server.get("/observe/metrics").body())
                .contains(
                        "lotse_cache_requests_total{kind=\"search\",level=\"memory\",scope=\"application\",status=\"hit\"");
    }

    private void answer(SearchOutcome outcome) {
        server.search.answer(request -> {
            asked.incrementAndGet();
            return outcome;
        });
    }

    private JsonNode json(String path) {
        HttpResponse<String> response = server.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestServer.json(response);
    }
}
