package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that answer questions, or refuse to, over HTTP. */
class RuledAnswersTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String SITE = "/admin/v1/sites/docs";
    private static final String OUTAGE = """
            {"name": "Störung", "when": {"match": "contains", "values": ["stromausfall", "power cut"]},
             "then": [{"type": "answer", "text": "Rufen Sie die 0800 112 an.", "title": "Störungen", "url": "/stoerung"}]}
            """;
    private static final String LAW = """
            {"name": "Recht", "priority": 5,
             "when": {"match": "regex", "values": ["\\\\b(anwalt|klage|verklagen)"], "lang": "de"},
             "then": [{"type": "no-answer", "text": "Zu Rechtsfragen geben wir keine Auskunft.", "url": "/kontakt"}]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(data, false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of());
        ok(send(
                "PUT",
                SITE + "/documents/strom",
                "{\"url\": \"/strom\", \"title\": \"Stromausfall\", \"text\": \"Ein Stromausfall dauert 12 Minuten.\","
                        + " \"lang\": \"de\"}"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = gateway.request(path)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return gateway.send(request);
    }

    private static JsonNode ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
        return TestGateway.json(response.body());
    }

    private String draft(String... rules) {
        String set = SITE + "/change-sets/"
                + ok(send("POST", SITE + "/change-sets", "{\"name\": \"Antworten\"}"))
                        .get("id")
                        .asText();
        for (String rule : rules) {
            ok(send("POST", set + "/rules", rule));
        }
        return set;
    }

    private JsonNode publish(String set) {
        String etag = TestGateway.json(gateway.send(gateway.request(set)
                                .header("Authorization", "Bearer " + KEY)
                                .GET())
                        .body())
                .get("etag")
                .asText();
        return ok(send("POST", set + "/publish", "{\"note\": \"los\"}", "If-Match", "\"" + etag + "\""));
    }

    private record Event(String name, JsonNode data) {}

    private List<Event> ask(String question) {
        HttpResponse<String> response = send("POST", "/v1/sites/docs/answer", "{\"q\": \"" + question + "\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<Event> events = new ArrayList<>();
        for (String block : response.body().strip().split("\n\n", -1)) {
            String[] lines = block.split("\n", -1);
            events.add(new Event(
                    lines[0].substring("event: ".length()), TestGateway.json(lines[1].substring("data: ".length()))));
        }
        return events;
    }

    @Test
    void aPublishedAnswerIsGivenWordForWordWithItsSourceAndItsRelease() {
        String set = draft(OUTAGE);
        assertThat(ask("Was tun bei Stromausfall?"))
                .noneMatch(event -> event.data().has("rule"));

        JsonNode release = publish(set);

        List<Event> events = ask("Was tun bei Stromausfall?");
        assertThat(events).extracting(Event::name).containsExactly("sources", "delta", "done");
        JsonNode source = events.get(0).data().get("sources").get(0);
        assertThat(source.get("title").asText()).isEqualTo("Störungen");
        assertThat(source.get("url").asText()).endsWith("/stoerung");
        assertThat(events.get(1).data().get("text").asText()).isEqualTo("Rufen Sie die 0800 112 an.");
        assertThat(events.get(1).data().get("cites").get(0).asInt())
                .isEqualTo(source.get("n").asInt());
        JsonNode done = events.get(2).data();
        assertThat(done.get("provider").asText()).isEqualTo("rules@1");
        assertThat(done.get("rule").asText()).isNotEmpty();
        assertThat(done.get("cost").asInt()).isZero();
        assertThat(done.get("versions").get("release")).isEqualTo(release.get("version"));
    }

    @Test
    void aRuleSpeaksAlthoughThePagesAnswerWasKept() {
        ask("Was tun bei Stromausfall?");
        ask("Was tun bei Stromausfall?");
        publish(draft(OUTAGE));

        assertThat(ask("Was tun bei Stromausfall?").getLast().data().has("rule"))
                .isTrue();
    }

    @Test
    void aBlockedTopicGetsANoteAndWinsOverAnAnswerOfLowerPriority() {
        publish(draft(OUTAGE, LAW));

        List<Event> events = ask("Kann ich Sie wegen Stromausfall verklagen?");

        assertThat(events).extracting(Event::name).containsExactly("sources", "refusal");
        JsonNode refusal = events.getLast().data();
        assertThat(refusal.get("reason").asText()).isEqualTo("blocked_topic");
        assertThat(refusal.get("note").asText()).isEqualTo("Zu Rechtsfragen geben wir keine Auskunft.");
        assertThat(refusal.get("url").asText()).endsWith("/kontakt");
        assertThat(refusal.get("sources")).isEmpty();
        assertThat(gateway.get("/observe/metrics").body()).contains("outcome=\"blocked_topic\"");
    }

    @Test
    void aQuestionWithoutARuleIsAnsweredFromThePages() {
        publish(draft(LAW));

        assertThat(ask("Wie lange dauert ein Stromausfall?"))
                .noneMatch(event -> event.data().has("rule"));
    }

    @Test
    void aSearchIsNotChangedAndThePreviewOfADraftShowsTheAnswer() {
        String before =
                gateway.get("/v1/sites/docs/search?mode=keyword&q=Stromausfall").body();
        String set = draft(OUTAGE);

        JsonNode preview = ok(send(
                "POST",
                SITE + "/preview",
                "{\"query\": \"Stromausfall\", \"changeSet\": \"" + set.substring(set.lastIndexOf('/') + 1) + "\"}"));

        assertThat(preview.get("before").get("answer").isNull()).isTrue();
        assertThat(preview.get("after").get("answer").asText()).isEqualTo("Rufen Sie die 0800 112 an.");
        assertThat(preview.get("rows").findValuesAsText("causes")).allMatch(String::isEmpty);
        publish(set);
        assertThat(TestGateway.json(gateway.get("/v1/sites/docs/search?mode=keyword&q=Stromausfall")
                                .body())
                        .get("hits"))
                .isEqualTo(TestGateway.json(before).get("hits"));
    }
}
