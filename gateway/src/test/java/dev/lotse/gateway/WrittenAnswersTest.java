package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.provider.testing.OpenAiWire;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that a model writes, as a visitor sees them: through the whole gateway, with providers that speak their wire format. */
class WrittenAnswersTest {
    /** In the words of the page: the encoder of these tests knows nothing of meaning. */
    private static final String QUESTION = "Ein Kubikmeter Trinkwasser kostet was?";

    private static final String RIGHT = "Ein Kubikmeter Trinkwasser kostet 2,12 €.";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final List<AutoCloseable> closeables = new ArrayList<>();

    /** An event of the answer. */
    private record Event(String name, JsonNode data) {}

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : closeables.reversed()) {
            closeable.close();
        }
    }

    @Test
    void whatAModelWritesFromThePagesIsStreamedWithItsSourcesAndVersions() {
        ScriptedServer model = says("Das Trinkwasser kostet 2,12 € ", "je Kubikmeter. [1]", "\\n");
        List<Event> events = ask(gateway(model, model, Map.of()), QUESTION);

        assertThat(events.stream().map(Event::name)).containsExactly("sources", "delta", "done");
        assertThat(events.get(0).data().at("/sources/0/objectID").asText()).isEqualTo("wasser");
        assertThat(events.get(1).data().at("/text").asText()).isEqualTo("Das Trinkwasser kostet 2,12 € je Kubikmeter.");
        assertThat(events.get(1).data().at("/cites").toString()).isEqualTo("[1]");
        JsonNode done = events.get(2).data();
        assertThat(done.at("/provider").asText()).isEqualTo("first");
        assertThat(done.at("/versions/answerer").asText()).isEqualTo("written@1");
        assertThat(done.at("/versions/prompt").asText()).isEqualTo("grounded-de@1");
        assertThat(done.at("/versions/model").asText()).isEqualTo("gpt-5.4-2026-03-01");
        assertThat(done.at("/usage/outputTokens").asInt()).isEqualTo(10);
        assertThat(done.at("/cost").decimalValue()).isPositive();
        assertThat(done.at("/degraded")).isEmpty();
        assertThat(model.requests().getFirst())
                .contains("QUELLE 1 ")
                .contains("2,12 €")
                .contains(QUESTION);
    }

    @Test
    void anInventedPriceIsNotSaidAndThePageIsQuotedInstead() {
        ScriptedServer model = says("Ein Kubikmeter Trinkwasser kostet 1,99 €. [1]");
        List<Event> events = ask(gateway(model, model, Map.of()), QUESTION);

        assertThat(text(events)).contains(RIGHT).doesNotContain("1,99");
        JsonNode done = events.getLast().data();
        assertThat(done.at("/provider").asText()).isEqualTo("extractive@1");
        assertThat(done.at("/degraded").toString()).isEqualTo("[\"generate\"]");
    }

    @Test
    void aSentenceThatThePagesDoNotSupportIsLeftOutOfAnAnswer() {
        ScriptedServer model =
                says(RIGHT + " [1]\\nDer Preis wird im nächsten Jahr sinken. [1]\\nFragen Sie den Kundendienst.\\n");
        List<Event> events = ask(gateway(model, model, Map.of()), QUESTION);

        assertThat(text(events)).isEqualTo(RIGHT);
        assertThat(events.getLast().data().at("/provider").asText()).isEqualTo("first");
    }

    @Test
    void whenAProviderBreaksOffWhatWasShownIsTakenBackAndTheNextWrites() {
        ScriptedServer cut = server(c -> c.streamHead()
                .chunk(OpenAiWire.role() + OpenAiWire.delta("Unser Trinkwasser kommt aus 14 Brunnen. [1][2]\\n"))
                .end());
        List<Event> events = ask(gateway(cut, says(RIGHT + " [1]"), Map.of()), QUESTION);

        assertThat(events.stream().map(Event::name)).containsExactly("sources", "delta", "reset", "delta", "done");
        assertThat(events.get(2).data().at("/reason").asText()).isEqualTo("cut");
        assertThat(text(events)).isEqualTo(RIGHT);
        assertThat(events.getLast().data().at("/provider").asText()).isEqualTo("second");
    }

    @Test
    void withoutAProviderThatAnswersThePagesAreQuotedAndTheAnswerSaysSo() {
        ScriptedServer down = server(c -> c.json(503, "{}"));
        List<Event> events = ask(gateway(down, down, Map.of()), QUESTION);

        assertThat(text(events)).contains(RIGHT);
        assertThat(events.getLast().data().at("/degraded").toString()).isEqualTo("[\"generate\"]");
    }

    @Test
    void aSpentBudgetOfTheSiteLeavesTheLocalAnswer() {
        ScriptedServer model = says(RIGHT + " [1]");
        List<Event> events = ask(gateway(model, model, Map.of("budgets.sites.docs.tokens", "10")), QUESTION);

        assertThat(text(events)).contains(RIGHT);
        assertThat(events.getLast().data().at("/provider").asText()).isEqualTo("extractive@1");
        assertThat(model.served()).isZero();
    }

    @Test
    void aModelThatFindsNoAnswerRefuses() {
        ScriptedServer model = says("NO_ANSWER");
        List<Event> events = ask(gateway(model, model, Map.of()), QUESTION);

        assertThat(events.stream().map(Event::name)).containsExactly("sources", "refusal");
        assertThat(events.getLast().data().at("/reason").asText()).isEqualTo("thin_context");
        assertThat(events.getLast().data().at("/provider").asText()).isEqualTo("first");
    }

    @Test
    void whereThePagesSayNothingNoModelIsAsked() {
        ScriptedServer model = says("Die Kaution ist hoch. [1]");
        List<Event> events = ask(gateway(model, model, Map.of()), "Wer leitet das Orchester?");

        assertThat(events.getLast().name()).isEqualTo("refusal");
        assertThat(model.served()).isZero();
    }

    @Test
    void personalDataDoNotLeaveWithThePrompt() {
        ScriptedServer model = says(RIGHT + " [1]");
        List<Event> events = ask(gateway(model, model, Map.of()), QUESTION);

        assertThat(events.getLast().name()).isEqualTo("done");
        assertThat(model.requests())
                .isNotEmpty()
                .allSatisfy(
                        request -> assertThat(request).contains("[EMAIL_1]").doesNotContain("eva.brunnen@example.org"));
    }

    private static String text(List<Event> events) {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            switch (event.name()) {
                case "delta" -> text.append(event.data().at("/text").asText());
                case "reset" -> text.setLength(0);
                default -> {
                    // says nothing of the text
                }
            }
        }
        return text.toString();
    }

    private List<Event> ask(TestGateway gateway, String question) {
        HttpResponse<String> response = gateway.send(gateway.request("/v1/sites/docs/answer")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"q\":\"" + question + "\",\"lang\":\"de\"}")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<Event> events = new ArrayList<>();
        String name = "";
        for (String line : response.body().lines().toList()) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                events.add(new Event(name, TestGateway.json(line.substring("data: ".length()))));
            }
        }
        return events;
    }

    private ScriptedServer says(String... pieces) {
        return server(
                c -> c.streamHead().chunk(OpenAiWire.stream(List.of(pieces))).end());
    }

    private ScriptedServer server(ScriptedServer.Script script) {
        ScriptedServer server = ScriptedServer.start(script);
        closeables.add(server);
        return server;
    }

    private TestGateway gateway(ScriptedServer first, ScriptedServer second, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        Map.of("first", first, "second", second).forEach((name, server) -> {
            settings.put("providers." + name + ".url", server.uri().toString());
            settings.put("providers." + name + ".auth", "none");
            settings.put("providers." + name + ".models.m.price.input", "1");
            settings.put("providers." + name + ".models.m.price.output", "2");
        });
        settings.put("chains.writers.steps", "first/m,second/m");
        settings.put("answers.chain", "writers");
        settings.putAll(more);
        TestGateway gateway = new TestGateway(data, true, Map.of(), settings);
        closeables.add(gateway);
        HttpResponse<String> indexed = gateway.send(gateway.request("/admin/v1/sites/docs/documents")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"objectID":"wasser","url":"wasser.html","title":"Trinkwasser","lang":"de","text":"Ein Kubikmeter Trinkwasser kostet 2,12 €."}
                        {"objectID":"brunnen","url":"brunnen.html","title":"Brunnen","lang":"de","text":"Unser Trinkwasser kommt aus 14 Brunnen. Fragen an eva.brunnen@example.org."}
                        {"objectID":"jobs","url":"jobs.html","title":"Karriere","lang":"de","text":"Wir suchen Elektroniker für Betriebstechnik."}
                        """)));
        assertThat(indexed.statusCode()).as(indexed.body()).isEqualTo(200);
        return gateway;
    }
}
