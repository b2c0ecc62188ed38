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
    private static final List<String> AUTHOR_VERSIONS = List.of("answerer", "prompt", "model");
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

    /** What is left to send of an answer: all of it, or only its end where it was seen as it arose. */
    List<Event> events(AnswerOutcome.Answered answer) {
        List<Event> events = new ArrayList<>();
        if (!answer.seen()) {
            events.add(sources(answer.search(), answer.sources()));
            int last = answer.pieces().size() - 1;
            for (int i = 0; i <= last; i++) {
                AnswerOutcome.Piece piece = answer.pieces().get(i);
                events.add(delta(piece.text() + (i == last ? "" : separator(piece.text())), piece.cites()));
            }
        }
        events.add(done(answer.search(), answer.confidence(), answer.author()));
        return events;
    }

    Event sources(SearchOutcome.Answered search, List<Source> sources) {
        return Event.of("sources", json -> {
            json.writeStartObject();
            ids(json, search);
            sources(json, sources);
            json.writeEndObject();
        });
    }

    /** A piece behind others brings the space between them. */
    Event delta(AnswerOutcome.Piece piece, boolean first) {
        return delta((first ? "" : " ") + piece.text(), piece.cites());
    }

    private static Event delta(String text, List<Integer> cites) {
        return Event.of("delta", json -> {
            json.writeStartObject();
            json.writeStringField("text", text);
            json.writeArrayFieldStart("cites");
            for (int number : cites) {
                json.writeNumber(number);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    Event reset(String reason) {
        return Event.of("reset", json -> {
            json.writeStartObject();
            json.writeStringField("reason", reason);
            json.writeEndObject();
        });
    }

    List<Event> events(AnswerOutcome.Refused refusal) {
        return List.of(sources(refusal.search(), refusal.sources()), Event.of("refusal", json -> {
            json.writeStartObject();
            json.writeStringField("reason", refusal.reason().wireName());
            sources(json, refusal.sources());
            author(json, refusal.author());
            json.writeEndObject();
        }));
    }

    /** Clients put the pieces together as they are. */
    private static String separator(String text) {
        return ".!?:".indexOf(text.charAt(text.length() - 1)) >= 0 ? " " : "\n";
    }

    private Event done(SearchOutcome.Answered search, double confidence, AnswerOutcome.Author author) {
        return Event.of("done", json -> {
            json.writeStartObject();
            ids(json, search);
            json.writeNumberField("confidence", Math.rint(confidence * DIGITS) / DIGITS);
            author(json, author);
            json.writeObjectFieldStart("versions");
            for (String part : VERSIONS) {
                json.writeStringField(part, search.versions().get(part));
            }
            for (String part : AUTHOR_VERSIONS) {
                json.writeStringField(part, author.versions().get(part));
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void author(JsonGenerator json, AnswerOutcome.Author author) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("inputTokens", author.usage().prompt());
        json.writeNumberField("outputTokens", author.usage().output());
        json.writeEndObject();
        json.writeNumberField("cost", author.cost().amount());
        json.writeStringField("provider", author.provider());
        json.writeArrayFieldStart("degraded");
        for (String step : author.degraded()) {
            json.writeString(step);
        }
        json.writeEndArray();
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
