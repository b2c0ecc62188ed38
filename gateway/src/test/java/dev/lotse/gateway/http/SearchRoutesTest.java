package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.Suggestion;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import dev.lotse.gateway.search.FakeSearchService;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.Step;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRoutesTest {
    private static final String SEARCH = "/v1/sites/docs/search";
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAnswerHasTheFieldsOfTheApiInTheirOrder() {
        server.search.answer(FakeSearchService.answered(
                List.of(FakeSearchService.hit("a.html", "https://example.org/a.html", "Tarife", "Der [Tarif] gilt.")),
                41));

        JsonNode body = TestServer.json(server.get(SEARCH + "?q=tarif"));

        assertThat(names(body))
                .containsExactly(
                        "query",
                        "queryID",
                        "lang",
                        "hits",
                        "nbHits",
                        "page",
                        "nbPages",
                        "hitsPerPage",
                        "facets",
                        "processingTimeMS",
                        "cache",
                        "degraded",
                        "versions");
        assertThat(names(body.get("hits").get(0)))
                .containsExactly(
                        "objectID", "url", "title", "breadcrumbs", "lang", "updatedAt", "tags", "snippet", "score");
        assertThat(names(body.get("versions"))).containsExactly("index", "release", "embedder", "reranker");
        assertThat(body.get("query").asText()).isEqualTo("tarif");
        assertThat(body.get("nbHits").asInt()).isEqualTo(41);
        assertThat(body.get("nbPages").asInt()).isEqualTo(5);
        assertThat(body.get("cache").asText()).isEqualTo("bypass");
        assertThat(body.get("versions").get("release").isNull()).isTrue();
        JsonNode hit = body.get("hits").get(0);
        assertThat(hit.get("updatedAt").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(hit.get("snippet").toString())
                .isEqualTo("{\"text\":\"Der Tarif gilt.\",\"highlights\":[[4,9]],"
                        + "\"fragmentUrl\":\"https://example.org/a.html#:~:text=Der%20Tarif%20gilt.\"}");
    }

    @Test
    void highlightOffsetsCountUtf16UnitsAsABrowserDoes() {
        server.search.answer(FakeSearchService.answered(
                List.of(FakeSearchService.hit("a", "https://example.org/", "T", "😀 grün [Tarif]")), 1));

        JsonNode snippet =
                TestServer.json(server.get(SEARCH + "?q=x")).get("hits").get(0).get("snippet");

        assertThat(snippet.get("highlights").toString()).isEqualTo("[[8,13]]");
        assertThat(snippet.get("text").asText().substring(8, 13)).isEqualTo("Tarif");
    }

    @Test
    void allParametersReachTheSearch() {
        HttpResponse<String> response = server.get(SEARCH + "?q=strom+tarif&page=2&hitsPerPage=20&lang=de&filters="
                + TestServer.encoded("tag:handbuch AND NOT lang:en")
                + "&facets=tag,section&mode=keyword&rerank=off&timeoutMs=250&explain=true");

        assertThat(response.statusCode()).isEqualTo(200);
        SearchRequest request = server.search.lastRequest();
        assertThat(request.site()).isEqualTo("docs");
        assertThat(request.query()).isEqualTo("strom tarif");
        assertThat(request.page()).isEqualTo(2);
        assertThat(request.hitsPerPage()).isEqualTo(20);
        assertThat(request.lang()).isEqualTo("de");
        assertThat(request.filter()).isInstanceOf(Filter.And.class);
        assertThat(request.facets()).containsExactlyInAnyOrder(FilterField.TAG, FilterField.SECTION);
        assertThat(request.mode()).isEqualTo(SearchMode.KEYWORD);
        assertThat(request.rerank()).isFalse();
        assertThat(request.explain()).isTrue();
        assertThat(server.search.lastBudget()).isBetween(Duration.ofMillis(150), Duration.ofMillis(250));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        server.get(SEARCH + "?q=x");

        SearchRequest request = server.search.lastRequest();
        assertThat(request.page()).isZero();
        assertThat(request.hitsPerPage()).isEqualTo(10);
        assertThat(request.lang()).isNull();
        assertThat(request.filter()).isEqualTo(new Filter.All());
        assertThat(request.mode()).isEqualTo(SearchMode.HYBRID);
        assertThat(request.rerank()).isTrue();
        assertThat(server.search.lastBudget()).isBetween(Duration.ofMillis(1300), Duration.ofMillis(1500));
    }

    @Test
    void postTakesTheSameFieldsAsJson() {
        HttpResponse<String> response = server.post(SEARCH, """
                {"q": "tarif", "page": 1, "hitsPerPage": 5, "lang": "en", "filters": "lang:en", "facets": ["tag"],
                 "mode": "semantic", "rerank": "off", "vector": [3, 4.0], "vectorModel": "m@1", "timeoutMs": 300, "explain": true}
                """);

        assertThat(response.statusCode()).isEqualTo(200);
        SearchRequest request = server.search.lastRequest();
        assertThat(request.vector()).containsExactly(0.6f, 0.8f);
        assertThat(request.vectorModel()).isEqualTo("m@1");
        assertThat(request.mode()).isEqualTo(SearchMode.SEMANTIC);
        assertThat(request.facets()).containsExactly(FilterField.TAG);
    }

    @Test
    void aVectorMayComeWithoutWords() {
        assertThat(server.post(SEARCH, "{\"vector\": [1], \"vectorModel\": \"m\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get(SEARCH + "?vector=1,0&vectorModel=m").statusCode())
                .isEqualTo(200);
        assertThat(server.search.lastRequest().query()).isEmpty();
    }

    @Test
    void filtersAloneBrowseTheSite() {
        assertThat(server.get(SEARCH + "?q=&filters=lang:de").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | q           | 1 to 512 characters",
                "q=                        | q           | 1 to 512 characters",
                "q=%20%00                  | q           | 1 to 512 characters",
                "q=x&page=-1               | page        | 0 to 999",
                "q=x&page=1000             | page        | 0 to 999",
                "q=x&page=eins             | page        | a whole number",
                "q=x&page=99999999999999999999 | page    | a whole number",
                "q=x&hitsPerPage=0         | hitsPerPage | 1 to 100",
                "q=x&hitsPerPage=101       | hitsPerPage | 1 to 100",
                "q=x&hitsPerPage=100&page=100 | page     | 0 to 99",
                "q=x&lang=fr               | lang        | auto, de, en",
                "q=x&mode=magic            | mode        | hybrid, keyword, semantic",
                "q=x&rerank=on             | rerank      | auto, off",
                "q=x&timeoutMs=9           | timeoutMs   | 10 to 10000",
                "q=x&timeoutMs=10001       | timeoutMs   | 10 to 10000",
                "q=x&explain=yes           | explain     | true or false",
                "q=x&facets=tag,colour     | facets      | tag, lang, section, objectID, source",
                "q=x&filters=(tag:a        | filters     | conditions such as",
                "q=x&filters=colour:red    | filters     | conditions such as",
                "q=x&vector=1,b            | vector      | numbers",
                "vector=0,0&vectorModel=m  | vector      | not all zero",
                "vector=NaN&vectorModel=m  | vector      | finite",
                "vector=1                  | vectorModel | the id of the model",
                "q=x&vectorModel=m         | vectorModel | together with vector",
                "q=x&q=y                   | q           | one value",
                "q=x&colour=red            | colour      | q, page, hitsPerPage",
            })
    void aFieldThatIsNotAllowedIsNamedWithWhatIs(String query, String field, String allowed) {
        HttpResponse<String> response = server.get(SEARCH + (query.isEmpty() ? "" : "?" + query));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = TestServer.json(response);
        assertThat(names(problem)).startsWith("type", "title", "status", "detail", "instance");
        assertThat(problem.get("type").asText()).isEqualTo("urn:lotse:problem:invalid-request");
        assertThat(problem.get("errors").size()).isEqualTo(1);
        assertThat(problem.get("errors").get(0).get("field").asText()).isEqualTo(field);
        assertThat(problem.get("errors").get(0).get("allowed").asText()).contains(allowed);
        assertThat(server.search.wasAsked()).isFalse();
    }

    @Test
    void allMistakesAreToldAtOnce() {
        JsonNode problem = TestServer.json(server.get(SEARCH + "?page=-1&mode=magic&pgae=2"));

        assertThat(problem.get("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder("q", "page", "mode", "pgae");
        assertThat(problem.toString()).contains("did you mean 'page'?");
    }

    @Test
    void aQueryOfTenKilobytesIsRefusedByItsLimit() {
        JsonNode problem = TestServer.json(server.get(SEARCH + "?q=" + "a".repeat(10_240)));

        assertThat(problem.get("errors").get(0).get("detail").asText())
                .isEqualTo("q has 10240 characters; allowed are at most 512");
        assertThat(problem.get("errors").get(0).get("value").asText().length()).isLessThan(120);
    }

    @Test
    void aQueryAtTheLimitIsServed() {
        assertThat(server.get(SEARCH + "?q=" + "a".repeat(512)).statusCode()).isEqualTo(200);
        assertThat(server.get(SEARCH + "?q=" + "a".repeat(513)).statusCode()).isEqualTo(400);
    }

    @Test
    void controlCharactersAreRemovedAndTheQueryIsServed() {
        server.get(SEARCH + "?q=strom%00%07%0Atarif%E2%80%AE");

        assertThat(server.search.lastRequest().query()).isEqualTo("strom tarif");
    }

    @Test
    void thePlaceOfAFiltersMistakeIsTold() {
        JsonNode problem =
                TestServer.json(server.get(SEARCH + "?q=x&filters=" + TestServer.encoded("tag:a AND (lang:de")));

        assertThat(problem.get("detail").asText()).isEqualTo("filters at character 11: this parenthesis is not closed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"q\": 5}                    | q           | q is a number; allowed is a string",
                "{\"q\": null}                 | q           | q is null; allowed is a string",
                "{\"q\": \"x\", \"page\": \"1\"}   | page    | page is a string; allowed is a whole number",
                "{\"q\": \"x\", \"page\": 1.5}     | page    | page is a number; allowed is a whole number",
                "{\"q\": \"x\", \"facets\": \"tag\"} | facets | facets is a string; allowed is a list of strings",
                "{\"q\": \"x\", \"facets\": [1]} | facets     | facets is a number; allowed is a string",
                "{\"q\": \"x\", \"explain\": \"true\"} | explain | explain is a string; allowed is true or false",
                "{\"q\": \"x\", \"vector\": {}}  | vector     | vector is an object; allowed is a list of numbers",
                "{\"q\": \"x\", \"hitsperpage\": {\"a\": [1]}} | hitsperpage | did you mean 'hitsPerPage'?",
            })
    void aJsonFieldOfTheWrongTypeIsNamed(String body, String field, String detail) {
        HttpResponse<String> response = server.post(SEARCH, body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = TestServer.json(response).get("errors").get(0);
        assertThat(error.get("field").asText()).isEqualTo(field);
        assertThat(error.get("detail").asText()).contains(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"q\": \"x\"",
                "{\"q\": \"x\"} {}",
                "{'q': 'x'}",
                "{\"q\": \"x\", \"q\": \"y\"}",
                "\u0000"
            })
    void aBodyThatIsNoJsonObjectIsToldWithItsPlace(String body) {
        HttpResponse<String> response = server.post(SEARCH, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(TestServer.json(response).get("type").asText()).isEqualTo("urn:lotse:problem:malformed-body");
    }

    @Test
    void aBodyThatIsNotUtf8IsABadRequest() {
        HttpResponse<String> response = server.send(server.request(SEARCH)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        new byte[] {'{', '"', 'q', '"', ':', '"', (byte) 0xE4, '"', '}'})));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyAboveTheLimitIsRefused() {
        String body = "{\"q\": \"" + "a".repeat(5000) + "\"}";
        assertThat(server.post(SEARCH, body).statusCode()).isEqualTo(413);

        HttpResponse<String> chunked = server.send(server.request(SEARCH)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() ->
                        new java.io.ByteArrayInputStream(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(TestServer.json(chunked).get("detail").asText()).contains("4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"})
    void anotherMediaTypeIsRefused(String type) {
        HttpResponse<String> response = server.send(server.request(SEARCH)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{\"q\": \"x\"}")));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(TestServer.json(response).get("detail").asText()).contains("application/json in UTF-8");
    }

    @Test
    void fieldsInTheUrlOfAPostAreNotIgnored() {
        HttpResponse<String> response = server.post(SEARCH + "?page=2", "{\"q\": \"x\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("page stands in the URL of a POST");
    }

    @Test
    void anUnknownSiteIsNotFound() {
        server.search.answer(request -> new SearchOutcome.UnknownSite(request.site()));

        HttpResponse<String> response = server.get("/v1/sites/nope/search?q=x");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(response).get("detail").asText()).isEqualTo("There is no site 'nope'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "A", "a%2Fb", "%3Cscript%3E", "a%00b"})
    void aNameThatNoSiteCanHaveIsNotFound(String site) {
        assertThat(server.get("/v1/sites/" + site + "/search?q=x").statusCode()).isBetween(400, 404);
        assertThat(server.search.wasAsked()).isFalse();
    }

    @Test
    void anEngineThatCannotAnswerIsUnavailableAndMayBeAskedAgain() {
        server.search.answer(new SearchOutcome.Unavailable("the search engine cannot answer at the moment"));

        HttpResponse<String> response = server.get(SEARCH + "?q=x");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void anOutcomeThatIsInvalidNamesItsField() {
        server.search.answer(new SearchOutcome.Invalid("vector", "3 numbers; allowed is exactly 384"));

        HttpResponse<String> response = server.get(SEARCH + "?q=x");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("errors").get(0).get("field").asText())
                .isEqualTo("vector");
    }

    @Test
    void whatWasLeftOutIsTold() {
        server.search.answer(FakeSearchService.answered(List.of(), 0, Set.of(Step.RERANK, Step.ENCODE)));

        JsonNode body = TestServer.json(server.get(SEARCH + "?q=x"));

        assertThat(body.get("degraded").toString()).isEqualTo("[\"embedding\",\"rerank\"]");
    }

    @Test
    void facetsComeInTheOrderOfTheirCounts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("handbuch", 12L);
        counts.put("archiv", 3L);
        SearchOutcome.Answered plain = FakeSearchService.answered(List.of(), 15);
        server.search.answer(new SearchOutcome.Answered(
                plain.queryId(),
                plain.lang(),
                "stromtarif",
                new RetrievalResult(List.of(), 15, Map.of(FilterField.TAG, counts), "3.1"),
                Set.of(),
                plain.timings(),
                plain.versions()));

        JsonNode body = TestServer.json(server.get(SEARCH + "?q=x&facets=tag"));

        assertThat(body.get("facets").toString()).isEqualTo("{\"tag\":{\"handbuch\":12,\"archiv\":3}}");
        assertThat(body.get("correctedQuery").asText()).isEqualTo("stromtarif");
    }

    @Test
    void aPageBeyondTheEndIsEmptyAndSaysHowManyThereAre() {
        server.search.answer(FakeSearchService.answered(List.of(), 3));

        JsonNode body = TestServer.json(server.get(SEARCH + "?q=x&page=900"));

        assertThat(body.get("hits")).isEmpty();
        assertThat(body.get("nbHits").asInt()).isEqualTo(3);
        assertThat(body.get("nbPages").asInt()).isEqualTo(1);
    }

    @Test
    void suggestionsHaveTheShapeOfTheApi() {
        server.search.suggest(
                new Suggestion("stromtarif", Suggestion.Kind.QUERY, null),
                new Suggestion("Stromtarife", Suggestion.Kind.PAGE, "https://example.org/t"));

        HttpResponse<String> response = server.get("/v1/sites/docs/suggest?q=str&lang=de&limit=5");

        assertThat(response.body())
                .isEqualTo("{\"suggestions\":[{\"text\":\"stromtarif\",\"kind\":\"query\"},"
                        + "{\"text\":\"Stromtarife\",\"kind\":\"page\",\"url\":\"https://example.org/t\"}]}");
        assertThat(server.search.lastSuggest()).isEqualTo(new FakeSearchService.SuggestCall("docs", "str", "de", 5));
    }

    @Test
    void anEmptiedSearchBoxHasNoSuggestions() {
        server.search.suggest(new Suggestion("x", Suggestion.Kind.QUERY, null));

        assertThat(server.get("/v1/sites/docs/suggest?q=").body()).isEqualTo("{\"suggestions\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?q=a&limit=0", "?q=a&limit=21", "?q=a&limit=x", "?q=a&lang=fr", "?q=a&page=1", "?q=a&q=b"})
    void badFieldsOfSuggestAreNamed(String query) {
        HttpResponse<String> response = server.get("/v1/sites/docs/suggest" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestServer.json(response).get("errors").size()).isEqualTo(1);
    }

    @Test
    void suggestMapsTheEnginesFailures() {
        server.search.failSuggest(new UnknownSiteException("docs"));
        assertThat(server.get("/v1/sites/docs/suggest?q=a").statusCode()).isEqualTo(404);

        server.search.failSuggest(new EngineException("disk on fire at /secret/path"));
        HttpResponse<String> response = server.get("/v1/sites/docs/suggest?q=a");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).doesNotContain("/secret/path");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
