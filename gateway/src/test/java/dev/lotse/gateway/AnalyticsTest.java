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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a visitor's search and click to what editors see of it, over HTTP. */
class AnalyticsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String SITE = "/admin/v1/sites/docs";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(data, false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of());
        HttpResponse<String> put = gateway.send(admin(SITE + "/documents/strom")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"url\": \"/strom\", \"title\": \"Strom\","
                        + " \"text\": \"Strom kommt aus der Dose.\", \"lang\": \"de\"}")));
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpRequest.Builder admin(String path) {
        return gateway.request(path).header("Authorization", "Bearer " + KEY);
    }

    private JsonNode get(String path) {
        HttpResponse<String> response = gateway.send(admin(SITE + path));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestGateway.json(response.body());
    }

    private HttpResponse<String> events(String body) {
        return gateway.send(gateway.request("/v1/sites/docs/events")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String search(String query) {
        return TestGateway.json(gateway.get("/v1/sites/docs/search?mode=keyword&q=" + query)
                        .body())
                .get("queryID")
                .asText();
    }

    @Test
    void searchesAndClicksAreCountedByQuery() {
        String id = search("Strom");
        String cached = search("Strom");
        String nothing = search("Handy");

        HttpResponse<String> response =
                events("{\"consent\": {\"analytics\": false}, \"events\": [{\"action_name\": \"click\","
                        + " \"query_id\": \"" + id
                        + "\", \"event_attributes\": {\"object\": {\"object_id\": \"strom\"},"
                        + " \"position\": {\"ordinal\": 1}}}]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(cached).isNotEqualTo(id).isNotEqualTo(nothing);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/analytics/queries").get("queries").size() == 2);
        JsonNode first = get("/analytics/queries").get("queries").get(0);
        assertThat(first.get("query").asText()).isEqualTo("strom");
        assertThat(first.get("searches").asInt()).isEqualTo(2);
        assertThat(first.get("clickThrough").asDouble()).isEqualTo(0.5);
        assertThat(first.get("meanReciprocalRank").asDouble()).isEqualTo(1);
        assertThat(get("/analytics/queries?order=no-results").get("queries").findValuesAsText("query"))
                .containsExactly("handy");
        assertThat(get("/analytics/days").get("days").get(0).get("searches").asInt())
                .isEqualTo(3);
        assertThat(gateway.send(admin(SITE + "/analytics/queries?format=csv")).body())
                .contains("\"strom\",2,0,1,1,0.5000,1.0000");
        assertThat(gateway.send(admin(SITE + "/analytics/queries?format=ndjson"))
                        .body()
                        .lines())
                .hasSize(2);
    }

    @Test
    void aQueryWithPersonalDataIsCountedAndNotKept() {
        search("Rechnung%20max.muster%40example.org");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/analytics/days").get("days").size() == 1);
        assertThat(get("/analytics/queries").get("queries")).isEmpty();
    }

    @Test
    void robotsAreNotCounted() {
        HttpResponse<String> robot = gateway.send(gateway.request("/v1/sites/docs/search?mode=keyword&q=Strom")
                .header("User-Agent", "Mozilla/5.0 (compatible; Examplebot/2.1)"));
        assertThat(robot.statusCode()).isEqualTo(200);
        search("Dose");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/analytics/queries").get("queries").size() == 1);
        assertThat(get("/analytics/queries").get("queries").findValuesAsText("query"))
                .containsExactly("dose");
    }

    @Test
    void searchesAreToldApartByDeviceAndForm() {
        HttpResponse<String> phone = gateway.send(gateway.request("/v1/sites/docs/search?mode=keyword&q=Strom")
                .header("User-Agent", "Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile Safari/537.36"));
        assertThat(phone.statusCode()).isEqualTo(200);
        search("Strom");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/analytics/breakdown?by=device").get("parts").size() == 2);
        assertThat(get("/analytics/breakdown?by=device").get("parts").findValuesAsText("part"))
                .containsExactly("phone", "unknown");
        assertThat(get("/analytics/breakdown?by=hour")
                        .get("parts")
                        .get(0)
                        .get("searches")
                        .asInt())
                .isEqualTo(2);
        assertThat(gateway.send(admin(SITE + "/analytics/breakdown?by=category&format=csv"))
                        .body())
                .contains("\"word\",2,0,0,0,0.0000,0.0000");
        assertThat(gateway.send(admin(SITE + "/analytics/breakdown?by=moon")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void answersRefusalsAndWhatReadersSayAreCounted() {
        HttpResponse<String> asked = gateway.send(gateway.request("/v1/sites/docs/answer")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"q\": \"Wer baut Boote?\"}")));
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
        String answer = asked.body().replaceFirst("(?s).*?\"answerID\":\"(\\w+)\".*", "$1");

        for (String verdict : List.of("up", "up", "down")) {
            assertThat(feedback("{\"answerID\": \"" + answer + "\", \"verdict\": \"" + verdict + "\"}"))
                    .isEqualTo(202);
        }
        assertThat(feedback("{\"answerID\": \"" + answer + "\", \"verdict\": \"maybe\"}"))
                .isEqualTo(400);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/analytics/answers").get("questions").size() == 1);
        JsonNode question = get("/analytics/answers").get("questions").get(0);
        assertThat(question.get("question").asText()).isEqualTo("wer baut boote?");
        assertThat(question.get("answered").asInt() + question.get("refused").asInt())
                .isEqualTo(1);
        assertThat(question.get("helpful").asInt()).isZero();
        assertThat(question.get("unhelpful").asInt()).isEqualTo(1);
    }

    private int feedback(String body) {
        return gateway.send(gateway.request("/v1/sites/docs/feedback")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    @Test
    void whoConsentsTeachesSynonymsByAskingAgain() {
        for (int client = 0; client < 2; client++) {
            String who = "\"client_id\": \"c" + client + "\", \"query_id\": \"q" + client + "\"";
            HttpResponse<String> response = events("{\"consent\": {\"analytics\": true}, \"events\": ["
                    + "{\"action_name\": \"search\", \"user_query\": \"Elektrizität melden\", " + who + "},"
                    + "{\"action_name\": \"search\", \"user_query\": \"Strom melden\", " + who + "},"
                    + "{\"action_name\": \"click\", " + who + "}]}");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        }
        search("Elektro");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/suggestions").get("unanswered").size() == 1);

        JsonNode suggestions = get("/suggestions");
        JsonNode chain = get("/analytics/chains").get("chains").get(0);

        assertThat(chain.get("queries").toString()).isEqualTo("[\"elektrizität melden\",\"strom melden\"]");
        assertThat(chain.get("times").asInt()).isEqualTo(2);
        JsonNode idea = suggestions.get("synonyms").get(0);
        assertThat(idea.get("term").asText()).isEqualTo("elektrizität");
        assertThat(idea.get("to").asText()).isEqualTo("strom");
        assertThat(idea.get("evidence").get("times").asInt()).isEqualTo(2);
        assertThat(suggestions.get("unanswered").get(0).get("query").asText()).isEqualTo("elektro");
        assertThat(suggestions.get("unanswered").get(0).get("near").findValuesAsText("objectID"))
                .containsExactly("strom");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"events\": []}",
                "{\"events\": [{\"action_name\": \"click\"}]}",
                "{\"action_name\": \"click\", \"query_id\": \"1\", \"timestamp\": \"yesterday\"}",
                "{\"action_name\": \"click\", \"query_id\": \"1\", \"event_attributes\": {\"position\": {\"ordinal\": 0}}}",
                "[",
            })
    void anEventThatIsNotValidIsRefused(String body) {
        assertThat(events(body).statusCode()).isEqualTo(400);
    }

    @Test
    void anUnknownSiteHasNoEvents() {
        assertThat(gateway.send(gateway.request("/v1/sites/nope/events")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"action_name\": \"click\", \"query_id\": \"1\"}")))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void analyticsCanBeSwitchedOff() {
        gateway.close();
        gateway = new TestGateway(data, false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of("analytics.enabled", "false"));

        assertThat(events("{\"action_name\": \"click\", \"query_id\": \"1\"}").statusCode())
                .isEqualTo(404);
    }
}
