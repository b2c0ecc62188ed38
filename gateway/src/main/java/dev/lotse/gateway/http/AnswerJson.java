package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.Source;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.search.SearchOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer as events. Field names and the order of events are the API's. */
final class AnswerJson {
    private static final List<String> VERSIONS = List.of("index", "release", "embedder", "reranker");
    private static final double DIGITS = 1e3;

    private final SiteSettings site;
    private final String answerId;

    AnswerJson(SiteSettings site, String answerId) {
        this.site = site;
        this.answerId = answerId;
    }

    /** One event; its data is one line of JSON. */
    record Event(String name, byte[] data) {
        static Event of(String name, Json.Writer writer) {
            return new Event(name, Json.bytes(writer));
        }
    }

    List<Event> events(AnswerOutcome.Answered answer) {
        List<Event> events = new ArrayList<>();
        events.add(Event.of("sources", json -> {
            json.writeStartObject();
            ids(json, answer.search());
            sources(json, answer.sources());
            json.writeEndObject();
        }));
        int last = answer.pieces().size() - 1;
        for (int i = 0; i <= last; i++) {
            AnswerOutcome.Piece piece = answer.pieces().get(i);
            String text = piece.text() + (i == last ? "" : separator(piece.text()));
            events.add(Event.of("delta", json -> {
                json.writeStartObject();
                json.writeStringField("text", text);
                json.writeArrayFieldStart("cites");
                for (int number : piece.cites()) {
                    json.writeNumber(number);
                }
                json.writeEndArray();
                json.writeEndObject();
            }));
        }
        events.add(done(answer.search(), answer.confidence(), answer.provider()));
        return events;
    }

    List<Event> events(AnswerOutcome.Refused refusal) {
        return List.of(
                Event.of("sources", json -> {
                    json.writeStartObject();
                    ids(json, refusal.search());
                    sources(json, refusal.sources());
                    json.writeEndObject();
                }),
                Event.of("refusal", json -> {
                    json.writeStartObject();
                    json.writeStringField("reason", refusal.reason().wireName());
                    sources(json, refusal.sources());
                    json.writeEndObject();
                }));
    }

    /** Clients put the pieces together as they are. */
    private static String separator(String text) {
        return ".!?:".indexOf(text.charAt(text.length() - 1)) >= 0 ? " " : "\n";
    }

    private Event done(SearchOutcome.Answered search, double confidence, String provider) {
        return Event.of("done", json -> {
            json.writeStartObject();
            ids(json, search);
            json.writeNumberField("confidence", Math.rint(confidence * DIGITS) / DIGITS);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("inputTokens", 0);
            json.writeNumberField("outputTokens", 0);
            json.writeEndObject();
            json.writeNumberField("cost", 0);
            json.writeStringField("provider", provider);
            json.writeObjectFieldStart("versions");
            for (String part : VERSIONS) {
                json.writeStringField(part, search.versions().get(part));
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private void ids(JsonGenerator json, SearchOutcome.Answered search) throws IOException {
        json.writeStringField("answerID", answerId);
        json.writeStringField("queryID", search.queryId());
    }

    private void sources(JsonGenerator json, List<Source> sources) throws IOException {
        json.writeArrayFieldStart("sources");
        for (Source source : sources) {
            Page page = source.page();
            String url = site.resolve(page.url());
            json.writeStartObject();
            json.writeNumberField("n", source.number());
            json.writeStringField("objectID", page.objectId());
            json.writeStringField("title", page.title());
            json.writeStringField("url", url);
            json.writeStringField("fragmentUrl", TextFragment.url(url, source.text(), List.of()));
            json.writeStringField("text", source.text());
            if (page.updatedAt() != null) {
                json.writeStringField("updatedAt", page.updatedAt().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
