package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.Source;
import dev.lotse.gateway.cache.BodyTemplate;
import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as events. Field names and the order of events are the API's. In the first event and in the last, what differs
 * from visitor to visitor stands first, so that a {@link BodyTemplate} can leave it out.
 */
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

        /** As it is sent. */
        byte[] wire() {
            ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 32);
            out.writeBytes(start());
            out.writeBytes(data);
            out.writeBytes(new byte[] {'\n', '\n'});
            return out.toByteArray();
        }

        /** What is sent before the data. */
        byte[] start() {
            return ("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * What differs from visitor to visitor.
     *
     * @param usage tokens of this request; none for an answer that was made for another
     * @param cost of this request
     * @param cache what the cache did
     * @param age of the answer, or null where it was made for this request
     */
    record Visit(
            String answerId,
            String queryId,
            Usage usage,
            Money cost,
            String cache,
            @Nullable Duration age) {
        private static final String SIMILAR = "similar";

        /** One that is served what was made for another. */
        static Visit again(String answerId, String queryId, Served served, Duration age) {
            String cache = served.level() == Served.Level.SIMILAR
                    ? SIMILAR
                    : served.status().wireName();
            return new Visit(answerId, queryId, Usage.NONE, Money.ZERO, cache, age);
        }

        void ids(JsonGenerator json) throws IOException {
            json.writeStringField("answerID", answerId);
            json.writeStringField("queryID", queryId);
        }

        void all(JsonGenerator json) throws IOException {
            ids(json);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("inputTokens", usage.prompt());
            json.writeNumberField("outputTokens", usage.output());
            json.writeEndObject();
            json.writeNumberField("cost", cost.amount());
            json.writeStringField("cache", cache);
            if (age != null) {
                json.writeNumberField("age", age.toSeconds());
            }
        }

        /** Fills a {@link #template}. */
        byte[] fill(BodyTemplate body) {
            return body.fill(inner(this::ids), inner(this::all));
        }

        private static byte[] inner(Json.Writer fields) {
            byte[] object = Json.bytes(json -> {
                json.writeStartObject();
                fields.write(json);
                json.writeEndObject();
            });
            // Other fields follow.
            object[object.length - 1] = ',';
            return Arrays.copyOfRange(object, 1, object.length);
        }
    }

    /** What is left to send of an answer made for this request: all of it, or only its end where it was seen as it arose. */
    List<Event> events(AnswerOutcome.Answered answer, Served.Status cache) {
        List<Event> events = new ArrayList<>();
        Visit visit = visit(answer.search(), answer.author(), cache);
        if (!answer.seen()) {
            events.add(sourcesFor(visit, answer.sources()));
            events.addAll(deltas(answer));
        }
        events.add(done(visit, answer));
        return events;
    }

    /** A refusal of this request's question. */
    List<Event> events(AnswerOutcome.Refused refusal, Served.Status cache) {
        Visit visit = visit(refusal.search(), refusal.author(), cache);
        return List.of(sourcesFor(visit, refusal.sources()), refused(visit, refusal));
    }

    /** What a rule says. */
    List<Event> events(AnswerOutcome.ByRule ruled, String queryId, Served.Status cache) {
        Visit visit = new Visit(answerId, queryId, Usage.NONE, Money.ZERO, cache.wireName(), null);
        return new RuleEvents(site, visit).of(ruled);
    }

    /** The whole answer for anyone, to be filled by {@link Visit#fill}. */
    BodyTemplate template(AnswerOutcome.Answered answer) {
        return template(sourcesFor(null, answer.sources()), deltas(answer), done(null, answer));
    }

    /** The refusal for anyone, to be filled by {@link Visit#fill}. */
    BodyTemplate template(AnswerOutcome.Refused refusal) {
        return template(sourcesFor(null, refusal.sources()), List.of(), refused(null, refusal));
    }

    private static BodyTemplate template(Event first, List<Event> between, Event last) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        int idAt = first.start().length + 1;
        out.writeBytes(first.wire());
        between.forEach(event -> out.writeBytes(event.wire()));
        int noteAt = out.size() + last.start().length + 1;
        out.writeBytes(last.wire());
        return new BodyTemplate(out.toByteArray(), idAt, noteAt);
    }

    private Visit visit(SearchOutcome.Answered search, AnswerOutcome.Author author, Served.Status cache) {
        return new Visit(answerId, search.queryId(), author.usage(), author.cost(), cache.wireName(), null);
    }

    private static List<Event> deltas(AnswerOutcome.Answered answer) {
        List<Event> events = new ArrayList<>();
        // A model's sentences are joined as they were when they were streamed; lines of pages as they stand there.
        boolean written = answer.seen();
        int last = answer.pieces().size() - 1;
        for (int i = 0; i <= last; i++) {
            AnswerOutcome.Piece piece = answer.pieces().get(i);
            String text = piece.text();
            if (written) {
                text = i == 0 ? text : " " + text;
            } else {
                text = i == last ? text : text + separator(text);
            }
            events.add(delta(text, piece.cites()));
        }
        return events;
    }

    /** The pages of an answer that is streamed. */
    Event sources(SearchOutcome.Answered search, List<Source> sources) {
        return sourcesFor(visit(search, AnswerOutcome.Author.local(""), Served.Status.BYPASS), sources);
    }

    private Event sourcesFor(@Nullable Visit visit, List<Source> sources) {
        return Event.of("sources", json -> {
            json.writeStartObject();
            if (visit != null) {
                visit.ids(json);
            }
            sources(json, sources);
            json.writeEndObject();
        });
    }

    /** A piece behind others brings the space between them. */
    Event delta(AnswerOutcome.Piece piece, boolean first) {
        return delta((first ? "" : " ") + piece.text(), piece.cites());
    }

    static Event delta(String text, List<Integer> cites) {
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

    private Event refused(@Nullable Visit visit, AnswerOutcome.Refused refusal) {
        return Event.of("refusal", json -> {
            json.writeStartObject();
            if (visit != null) {
                visit.all(json);
            }
            json.writeStringField("reason", refusal.reason().wireName());
            sources(json, refusal.sources());
            author(json, refusal.search(), refusal.author());
            json.writeEndObject();
        });
    }

    /** Clients put the pieces together as they are. */
    private static String separator(String text) {
        return ".!?:".indexOf(text.charAt(text.length() - 1)) >= 0 ? " " : "\n";
    }

    private static Event done(@Nullable Visit visit, AnswerOutcome.Answered answer) {
        return Event.of("done", json -> {
            json.writeStartObject();
            if (visit != null) {
                visit.all(json);
            }
            json.writeNumberField("confidence", Math.rint(answer.confidence() * DIGITS) / DIGITS);
            author(json, answer.search(), answer.author());
            json.writeObjectFieldStart("versions");
            for (String part : VERSIONS) {
                json.writeStringField(part, answer.search().versions().get(part));
            }
            for (String part : AUTHOR_VERSIONS) {
                json.writeStringField(part, answer.author().versions().get(part));
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void author(JsonGenerator json, SearchOutcome.Answered search, AnswerOutcome.Author author)
            throws IOException {
        json.writeStringField("provider", author.provider());
        json.writeArrayFieldStart("degraded");
        for (Step step : Step.values()) {
            if (search.degraded().contains(step)) {
                json.writeString(step.wireName());
            }
        }
        for (String step : author.degraded()) {
            json.writeString(step);
        }
        json.writeEndArray();
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
