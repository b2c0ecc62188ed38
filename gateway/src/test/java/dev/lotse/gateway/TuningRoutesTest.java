package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an empty change set to a release that visitors see, and back, over HTTP. */
class TuningRoutesTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String SITE = "/admin/v1/sites/docs";
    private static final String HANDY =
            "{\"type\": \"equivalent\", \"lang\": \"de\", \"terms\": [\"Handy\", \"Smartphone\"]}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(data, false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of());
        page("smartphone", "Smartphone", "Ein Smartphone mit Karte.");
        page("strom", "Strom", "Strom kommt aus der Dose. Ein Smartphone braucht Strom.");
        page("gas", "Gas", "Gas kommt aus der Leitung.");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void page(String id, String title, String text) {
        HttpResponse<String> response = send(
                "PUT",
                SITE + "/documents/" + id,
                "{\"url\": \"/" + id + "\", \"title\": \"" + title + "\", \"text\": \"" + text
                        + "\", \"lang\": \"de\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = gateway.request(path)
                .header("Authorization", "Bearer " + KEY)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return gateway.send(request);
    }

    private static JsonNode ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
        return TestGateway.json(response.body());
    }

    private String openSet() {
        return SITE + "/change-sets/"
                + ok(send("POST", SITE + "/change-sets", "{\"name\": \"Handys\"}"))
                        .get("id")
                        .asText();
    }

    private JsonNode publish(String set) {
        String etag = ok(send("GET", set, "")).get("etag").asText();
        return ok(send("POST", set + "/publish", "{\"note\": \"los\"}", "If-Match", "\"" + etag + "\""));
    }

    private JsonNode search(String query) {
        return TestGateway.json(
                gateway.get("/v1/sites/docs/search?mode=keyword&q=" + query).body());
    }

    private static List<String> ids(JsonNode response) {
        return response.get("hits").findValuesAsText("objectID");
    }

    @Test
    void aPublishedSynonymFixesAQueryWithoutResultsAndARollbackTakesItBack() {
        JsonNode before = search("Handy");
        assertThat(ids(before)).isEmpty();
        assertThat(before.get("versions").get("release").isNull()).isTrue();
        String set = openSet();
        JsonNode entry = ok(send("POST", set + "/synonyms", HANDY));
        assertThat(entry.get("status").asText()).isEqualTo("added");
        assertThat(ids(search("Handy"))).isEmpty();

        JsonNode release = publish(set);

        JsonNode after = search("Handy");
        assertThat(ids(after)).containsExactly("smartphone", "strom");
        assertThat(after.get("versions").get("release")).isEqualTo(release.get("version"));
        assertThat(ok(send("POST", SITE + "/releases/0/restore", "{}"))
                        .get("number")
                        .asInt())
                .isEqualTo(2);
        assertThat(ids(search("Handy"))).isEmpty();
    }

    @Test
    void aRollbackRestoresIdenticalRankings() {
        String first = openSet();
        ok(send("POST", first + "/synonyms", HANDY));
        ok(send(
                "POST",
                first + "/rules",
                "{\"name\": \"Gas oben\", \"when\": {\"match\": \"contains\", \"values\": [\"strom\"]},"
                        + " \"then\": [{\"type\": \"pin\", \"objectID\": \"gas\", \"position\": 1}]}"));
        publish(first);
        JsonNode handy = search("Handy").get("hits");
        JsonNode strom = search("Strom").get("hits");
        String second = openSet();
        ok(send(
                "POST",
                second + "/rules",
                "{\"name\": \"weg\", \"priority\": 5, \"when\": {\"match\": \"any\"},"
                        + " \"then\": [{\"type\": \"hide\", \"pages\": \"objectID:strom\"}]}"));
        publish(second);
        assertThat(search("Handy").get("hits")).isNotEqualTo(handy);

        ok(send("POST", SITE + "/releases/1/restore", "{\"note\": \"zurück\"}"));

        assertThat(search("Handy").get("hits")).isEqualTo(handy);
        assertThat(search("Strom").get("hits")).isEqualTo(strom);
        JsonNode releases = ok(send("GET", SITE + "/releases", "")).get("releases");
        assertThat(releases.findValuesAsText("number")).containsExactly("3", "2", "1");
        assertThat(releases.get(0).get("hash")).isEqualTo(releases.get(2).get("hash"));
    }

    @Test
    void theSecondOfTwoEditorsIsToldThatTheEntryChanged() {
        String set = openSet();
        HttpResponse<String> created = send("PUT", set + "/synonyms/handy", HANDY, "If-None-Match", "*");
        String etag = created.headers().firstValue("ETag").orElseThrow();
        String changed = HANDY.replace("Smartphone", "Mobiltelefon");
        assertThat(send("PUT", set + "/synonyms/handy", changed, "If-Match", etag)
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> late = send("PUT", set + "/synonyms/handy", HANDY, "If-Match", etag);

        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("changed since it was read");
        assertThat(send("PUT", set + "/synonyms/handy", HANDY).statusCode()).isEqualTo(428);
        assertThat(send("PUT", set + "/synonyms/handy", HANDY, "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(412);
        assertThat(send("DELETE", set + "/synonyms/handy", "", "If-Match", etag).statusCode())
                .isEqualTo(412);
        assertThat(send("GET", set + "/../../synonyms/handy", "").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsWrongWithAnEntryIsSaidByField() {
        String set = openSet();

        HttpResponse<String> response = send(
                "POST",
                set + "/rules",
                "{\"name\": \"x\", \"when\": {\"match\": \"regex\", \"values\": [\"(a\"]},"
                        + " \"then\": [{\"type\": \"pin\", \"objectID\": \"a\", \"position\": 99}]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(response.body()).get("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder("when.values[0]", "then[0].position");
    }

    @Test
    void aReleaseThatWouldBeBrokenIsRefusedWithTheReason() {
        String set = openSet();
        ok(send("POST", set + "/synonyms", "{\"type\": \"replacement\", \"terms\": [\"gas\"], \"to\": [\"erdgas\"]}"));
        ok(send("POST", set + "/synonyms", "{\"type\": \"replacement\", \"terms\": [\"erdgas\"], \"to\": [\"gas\"]}"));
        String etag = ok(send("GET", set, "")).get("etag").asText();

        HttpResponse<String> refused = send("POST", set + "/publish", "{}", "If-Match", "\"" + etag + "\"");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("leads back to itself");
        assertThat(ok(send("GET", set + "/check", "")).get("publishable").asBoolean())
                .isFalse();
        assertThat(ok(send("GET", SITE + "/releases", "")).get("releases")).isEmpty();
    }

    @Test
    void aPreviewNamesTheEntryThatMovedEachPage() {
        String set = openSet();
        String synonym = ok(send("POST", set + "/synonyms", HANDY)).get("id").asText();
        String rule = ok(send(
                        "POST",
                        set + "/rules",
                        "{\"name\": \"Gas oben\", \"when\": {\"match\": \"exact\", \"values\": [\"handy strom\"]},"
                                + " \"then\": [{\"type\": \"pin\", \"objectID\": \"gas\", \"position\": 1}]}"))
                .get("id")
                .asText();

        JsonNode preview = ok(send(
                "POST",
                SITE + "/preview",
                "{\"query\": \"Handy Strom\", \"changeSet\": \"" + set.substring(set.lastIndexOf('/') + 1) + "\"}"));

        JsonNode rows = preview.get("rows");
        assertThat(rows.get(0).get("objectID").asText()).isEqualTo("gas");
        assertThat(rows.get(0).get("after").asInt()).isEqualTo(1);
        assertThat(rows.get(0).get("causes").findValuesAsText("id")).contains(rule);
        assertThat(preview.get("after").get("applied").findValuesAsText("id")).containsExactlyInAnyOrder(rule, synonym);
        assertThat(preview.get("before").get("applied")).isEmpty();
        assertThat(preview.get("complete").asBoolean()).isTrue();
    }

    @Test
    void aListShowsWhatADraftChangesAndCanBeSearched() {
        String first = openSet();
        ok(send("PUT", first + "/synonyms/handy", HANDY, "If-None-Match", "*"));
        publish(first);
        String set = openSet();
        ok(send("POST", set + "/synonyms", "{\"type\": \"equivalent\", \"terms\": [\"Strom\", \"Elektrizität\"]}"));
        String etag = send("GET", SITE + "/synonyms/handy", "")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        ok(send("DELETE", set + "/synonyms/handy", "", "If-Match", etag));
        String draft = "?changeSet=" + set.substring(set.lastIndexOf('/') + 1);

        JsonNode all = ok(send("GET", SITE + "/synonyms" + draft, ""));

        assertThat(all.get("total").asInt()).isEqualTo(2);
        assertThat(all.get("synonyms").findValuesAsText("status")).containsExactlyInAnyOrder("added", "deleted");
        assertThat(ok(send("GET", SITE + "/synonyms" + draft + "&q=elektri", ""))
                        .get("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(ok(send("GET", SITE + "/synonyms", "")).get("total").asInt()).isEqualTo(1);
        ok(send("DELETE", set + "/synonyms/handy/change", ""));
        assertThat(ok(send("GET", set, "")).get("changes")).hasSize(1);
        assertThat(ok(send("GET", SITE + "/releases/0/diff", "")).get("changes").findValuesAsText("status"))
                .containsExactly("added");
        assertThat(ok(send("GET", SITE + "/audit", "")).get("entries").findValuesAsText("actor"))
                .allMatch(actor -> actor.startsWith("key:") && !actor.contains(KEY));
    }

    @Test
    void redirectAndBannerAreInTheResponse() {
        String set = openSet();
        ok(send(
                "POST",
                set + "/rules",
                "{\"name\": \"r\", \"when\": {\"match\": \"exact\", \"values\": [\"gas\"]},"
                        + " \"then\": [{\"type\": \"redirect\", \"url\": \"/gas\"},"
                        + " {\"type\": \"banner\", \"title\": \"Störung\", \"text\": \"Seit 9 Uhr\"}]}"));
        publish(set);

        JsonNode response = search("Gas");

        assertThat(response.get("redirect").get("url").asText()).isEqualTo("/gas");
        assertThat(response.get("banner").get("title").asText()).isEqualTo("Störung");
        assertThat(search("Strom").has("redirect")).isFalse();
    }

    @Test
    void aFileOfSynonymsGoesInAndComesOut() {
        String set = openSet();
        String file = "Handy, Smartphone\nEVU => Versorger\n";
        String path = set + "/synonym-file?format=solr&lang=de";

        JsonNode first = ok(send("POST", path, file, "Content-Type", "text/plain"));
        JsonNode again = ok(send("POST", path, file, "Content-Type", "text/plain"));
        HttpResponse<String> bad = send("POST", path, "a, b\nalone\n", "Content-Type", "text/plain");

        assertThat(first.get("written").asInt()).isEqualTo(2);
        assertThat(again.get("unchanged").asInt()).isEqualTo(2);
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("line 2");
        publish(set);
        assertThat(send("GET", SITE + "/synonym-file?format=solr&lang=de", "")
                        .body()
                        .lines())
                .containsExactlyInAnyOrder("Handy, Smartphone", "EVU => Versorger");
        String csv = send("GET", SITE + "/synonym-file", "").body();
        String other = openSet();
        assertThat(ok(send("POST", other + "/synonym-file?mode=replace", csv, "Content-Type", "text/csv"))
                        .get("unchanged")
                        .asInt())
                .isEqualTo(2);
        assertThat(ids(search("Handy"))).containsExactly("smartphone", "strom");
    }

    @Test
    void manyQueriesAreComparedAtOnceWithTheQualityOfJudgedOnes() {
        String set = openSet();
        ok(send("POST", set + "/synonyms", HANDY));
        ok(send(
                "POST",
                set + "/rules",
                "{\"name\": \"r\", \"when\": {\"match\": \"exact\", \"values\": [\"gas\"]},"
                        + " \"then\": [{\"type\": \"redirect\", \"url\": \"/gas\"},"
                        + " {\"type\": \"hide\", \"pages\": \"lang:de\"}]}"));

        JsonNode result = ok(send(
                "POST",
                SITE + "/evaluations",
                "{\"changeSet\": \"" + set.substring(set.lastIndexOf('/') + 1)
                        + "\", \"queries\": [\"Gas\", \"Leitung\"], \"judgements\": {"
                        + "\"queries\": \"{\\\"_id\\\": \\\"1\\\", \\\"text\\\": \\\"Gas\\\"}\","
                        + " \"qrels\": \"1\\tgas\\t1\"}}"));

        assertThat(result.get("changed").asInt()).isEqualTo(1);
        assertThat(result.get("emptied").asInt()).isEqualTo(1);
        assertThat(result.get("redirected").asInt()).isEqualTo(1);
        assertThat(result.get("changes").get(0).get("query").asText()).isEqualTo("Gas");
        assertThat(result.get("judged").get("ndcgBefore").asDouble()).isEqualTo(1);
        assertThat(result.get("judged").get("ndcgAfter").asDouble()).isZero();
        assertThat(result.get("judged").get("losses").asInt()).isEqualTo(1);
        assertThat(send(
                                "POST",
                                SITE + "/evaluations",
                                "{\"release\": 0, \"judgements\": {\"queries\": \"x\", \"qrels\": \"\"}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void judgementsThatAreKeptMeasureDraftsAndEachReleaseOnceItIsInForce() {
        assertThat(send("PUT", SITE + "/judgements", "{\"query\": \"Gas\", \"grades\": {\"gas\": 11}}")
                        .body())
                .contains("grades.gas", "0 to 10");
        ok(send("PUT", SITE + "/judgements", "{\"query\": \" Gas \", \"grades\": {\"gas\": 3, \"strom\": 0}}"));
        JsonNode kept = ok(send("GET", SITE + "/judgements?query=Gas", ""));
        assertThat(kept.get("total").asInt()).isEqualTo(1);
        assertThat(kept.get("queries").get(0).get("grades").get("gas").asInt()).isEqualTo(3);
        String set = openSet();
        ok(send("POST", set + "/synonyms", HANDY));

        JsonNode judged = ok(send(
                "POST", SITE + "/evaluations", "{\"changeSet\": \"" + set.substring(set.lastIndexOf('/') + 1) + "\"}"));

        assertThat(judged.get("judged").get("queries").asInt()).isEqualTo(1);
        assertThat(ok(send(
                                "POST",
                                SITE + "/evaluations",
                                "{\"release\": 0, \"queries\": [\"Gas\"], \"judgements\": null}"))
                        .has("judged"))
                .isFalse();
        publish(set);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        ok(send("GET", SITE + "/quality", "")).get("releases").size() == 1);
        JsonNode quality =
                ok(send("GET", SITE + "/quality", "")).get("releases").get(0);
        assertThat(quality.get("release").asInt()).isEqualTo(1);
        assertThat(quality.get("queries").asInt()).isEqualTo(1);
        assertThat(quality.get("ndcg").asDouble()).isEqualTo(1);
    }

    @Test
    void aListOfJudgementsIsTakenWholeOrNotAtAll() {
        String queries = "{\\\"_id\\\": \\\"1\\\", \\\"text\\\": \\\"Gas\\\"}";
        assertThat(send("POST", SITE + "/judgements", "{\"queries\": \"" + queries + "\", \"qrels\": \"2\\tgas\\t1\"}")
                        .body())
                .contains("qrels judges query '2'");
        assertThat(ok(send("GET", SITE + "/judgements", "")).get("total").asInt())
                .isZero();

        ok(send("POST", SITE + "/judgements", "{\"queries\": \"" + queries + "\", \"qrels\": \"1\\tgas\\t1\"}"));

        assertThat(ok(send("GET", SITE + "/judgements", "")).get("queries").findValuesAsText("query"))
                .containsExactly("Gas");
    }

    @Test
    void aQueryThatLeadsElsewhereThanBeforeHasChanged() {
        String rule = "{\"name\": \"r\", \"when\": {\"match\": \"exact\", \"values\": [\"gas\"]},"
                + " \"then\": [{\"type\": \"redirect\", \"url\": \"/gas\"}]}";
        String first = openSet();
        String etag = ok(send("PUT", first + "/rules/r", rule, "If-None-Match", "*"))
                .get("etag")
                .asText();
        publish(first);
        String set = openSet();
        ok(send("PUT", set + "/rules/r", rule.replace("/gas", "/strom"), "If-Match", "\"" + etag + "\""));

        JsonNode result = ok(send(
                "POST",
                SITE + "/evaluations",
                "{\"changeSet\": \"" + set.substring(set.lastIndexOf('/') + 1) + "\", \"queries\": [\"Gas\"]}"));

        assertThat(result.get("changes").findValuesAsText("redirectAfter")).containsExactly("/strom");
    }

    @Test
    void withoutAKeyNobodyReadsOrEdits() {
        assertThat(gateway.get(SITE + "/synonyms").statusCode()).isEqualTo(401);
        assertThat(gateway.get(SITE + "/releases").statusCode()).isEqualTo(401);
    }
}
