package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.rules.RuleAction;
import java.io.IOException;
import java.util.List;

/** Writes what a rule says to a question as the events of an answer. */
record RuleEvents(SiteSettings site, AnswerJson.Visit visit) {

    List<AnswerJson.Event> of(AnswerOutcome.ByRule ruled) {
        return switch (ruled.reply()) {
            case RuleAction.Answer answer ->
                List.of(
                        AnswerJson.Event.of("sources", json -> sources(json, answer)),
                        AnswerJson.delta(answer.text(), List.of(1)),
                        AnswerJson.Event.of("done", json -> done(json, ruled)));
            case RuleAction.NoAnswer refusal ->
                List.of(
                        AnswerJson.Event.of("sources", this::noSources),
                        AnswerJson.Event.of("refusal", json -> refusal(json, refusal, ruled)));
        };
    }

    private void sources(JsonGenerator json, RuleAction.Answer answer) throws IOException {
        String url = site.resolve(answer.url());
        json.writeStartObject();
        visit.ids(json);
        json.writeArrayFieldStart("sources");
        json.writeStartObject();
        json.writeNumberField("n", 1);
        json.writeStringField("title", answer.title());
        json.writeStringField("url", url);
        // The words are the editors' and need not stand on the page, so there is nothing there to lead to.
        json.writeStringField("fragmentUrl", url);
        json.writeStringField("text", answer.text());
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void noSources(JsonGenerator json) throws IOException {
        json.writeStartObject();
        visit.ids(json);
        json.writeArrayFieldStart("sources");
        json.writeEndArray();
        json.writeEndObject();
    }

    private void done(JsonGenerator json, AnswerOutcome.ByRule ruled) throws IOException {
        json.writeStartObject();
        visit.all(json);
        json.writeNumberField("confidence", 1);
        author(json, ruled);
        json.writeEndObject();
    }

    private void refusal(JsonGenerator json, RuleAction.NoAnswer refusal, AnswerOutcome.ByRule ruled)
            throws IOException {
        json.writeStartObject();
        visit.all(json);
        json.writeStringField("reason", AnswerOutcome.ByRule.BLOCKED);
        json.writeStringField("note", refusal.note());
        if (refusal.url() != null) {
            json.writeStringField("url", site.resolve(refusal.url()));
        }
        json.writeArrayFieldStart("sources");
        json.writeEndArray();
        author(json, ruled);
        json.writeEndObject();
    }

    private static void author(JsonGenerator json, AnswerOutcome.ByRule ruled) throws IOException {
        json.writeStringField("provider", AnswerOutcome.ByRule.VERSION);
        json.writeStringField("rule", ruled.rule());
        json.writeArrayFieldStart("degraded");
        json.writeEndArray();
        json.writeObjectFieldStart("versions");
        json.writeStringField("release", ruled.release());
        json.writeStringField("answerer", AnswerOutcome.ByRule.VERSION);
        json.writeEndObject();
    }
}
