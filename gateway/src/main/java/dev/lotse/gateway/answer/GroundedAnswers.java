package dev.lotse.gateway.answer;

import dev.lotse.gateway.answer.AnswerOutcome.Reason;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import dev.lotse.gateway.search.QueryEncoder;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import dev.lotse.gateway.search.Step;
import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from the pages that the search finds. The question is encoded once, for the search and for the judgement of what it
 * found. The words of questions are never logged. Thread-safe.
 */
public final class GroundedAnswers implements AnswerService {
    private static final Logger LOG = LoggerFactory.getLogger(GroundedAnswers.class);

    /** Pages that are read for an answer. */
    private static final int PAGES = 5;

    /** Sources offered with a refusal. */
    private static final int CLOSEST = 3;

    /** Searching and reading need this much of the time; encoding gets the rest. */
    private static final Duration RESERVE = Duration.ofMillis(30);

    private final SearchService search;
    private final SearchEngine engine;
    private final QueryEncoder queryEncoder;
    private final String encoderVersion;
    private final Answerer answerer;
    private final @Nullable AnswerWriter writer;

    /**
     * @param answerer quotes pages; with a writer, {@link ExtractiveAnswerer#forWriting()}, which also says where only the writer may try
     * @param writer asked first where there is one
     * @param executor runs encodings, so that a slow one can be left behind; a virtual thread per task is right
     */
    public GroundedAnswers(
            SearchService search,
            SearchEngine engine,
            Encoder encoder,
            Answerer answerer,
            @Nullable AnswerWriter writer,
            ExecutorService executor,
            NanoClock clock) {
        this.search = search;
        this.engine = engine;
        this.queryEncoder = new QueryEncoder(encoder, executor, clock);
        this.encoderVersion = encoder.model().versionedId();
        this.answerer = answerer;
        this.writer = writer;
    }

    @Override
    public AnswerOutcome answer(AnswerRequest request, Deadline deadline, AnswerListener listener) {
        try {
            float[] vector = vector(request, deadline);
            SearchOutcome outcome = search.search(searchFor(request, vector), deadline);
            if (!(outcome instanceof SearchOutcome.Answered found)) {
                return new AnswerOutcome.NoSearch(outcome);
            }
            return answer(request, vector == null ? withoutMeaning(found) : found, vector, deadline, listener);
        } catch (UnknownSiteException e) {
            return new AnswerOutcome.NoSearch(new SearchOutcome.UnknownSite(request.site()));
        } catch (EngineException e) {
            LOG.warn("answering on site '{}' failed: {}", request.site(), e.getMessage());
            return new AnswerOutcome.NoSearch(
                    new SearchOutcome.Unavailable("the search engine cannot answer at the moment"));
        }
    }

    @Override
    public float @Nullable [] meaning(AnswerRequest request, Deadline deadline) {
        try {
            return vector(request, deadline);
        } catch (EngineException e) {
            // Answering will tell.
            return null;
        }
    }

    @Override
    public String fingerprint(String site) {
        return search.fingerprint(site) + "|" + answerer.version() + "|" + (writer == null ? "" : writer.version());
    }

    private AnswerOutcome answer(
            AnswerRequest request,
            SearchOutcome.Answered found,
            float @Nullable [] vector,
            Deadline deadline,
            AnswerListener listener) {
        List<PageDocument> documents = new ArrayList<>();
        List<PageHit> hits = new ArrayList<>();
        for (PageHit hit : found.result().hits()) {
            if (deadline.expired()) {
                return new AnswerOutcome.Refused(found, Reason.TIMEOUT, closest(found), local());
            }
            // A page may have gone since it was found.
            engine.page(request.site(), hit.page().objectId()).ifPresent(document -> {
                documents.add(document);
                hits.add(hit);
            });
        }
        if (documents.isEmpty()) {
            return new AnswerOutcome.Refused(found, Reason.OUT_OF_SCOPE, List.of(), local());
        }
        Question question = Question.of(request.question(), found.lang(), engine.lexicon(request.site()), vector);
        Answerer.Draft draft = answerer.answer(question, documents, deadline);
        if (writer == null || !(draft instanceof Answerer.Draft.Grounded open)) {
            return quoted(found, hits, draft, local());
        }
        Relay relay = new Relay(found, hits, listener);
        return switch (writer.write(new AnswerWriter.Task(request.site(), question, documents, deadline), relay)) {
            case AnswerWriter.Written.Answer answer ->
                new AnswerOutcome.Answered(
                        found,
                        relay.sources(),
                        answer.sentences().stream().map(relay::piece).toList(),
                        open.confidence() * answer.share(),
                        answer.author(),
                        true);
            case AnswerWriter.Written.NoAnswer(AnswerOutcome.Author author) ->
                new AnswerOutcome.Refused(found, Reason.THIN_CONTEXT, closest(found), author);
            case AnswerWriter.Written.Failed(String reason) -> {
                relay.voidAll(reason);
                yield quoted(found, hits, quotable(open), local().instead());
            }
        };
    }

    /** The search was asked for words only, so it does not know that meaning is missing. */
    private static SearchOutcome.Answered withoutMeaning(SearchOutcome.Answered found) {
        Set<Step> degraded = EnumSet.of(Step.ENCODE);
        degraded.addAll(found.degraded());
        return new SearchOutcome.Answered(
                found.queryId(),
                found.lang(),
                found.correctedQuery(),
                found.result(),
                degraded,
                found.timings(),
                found.versions(),
                found.reranking(),
                found.tuning());
    }

    /** Pages that a model may write from are not always good enough to be quoted. */
    private static Answerer.Draft quotable(Answerer.Draft.Grounded open) {
        return ContextGate.STANDARD.opens(open.confidence())
                ? open
                : new Answerer.Draft.Unsupported(Reason.THIN_CONTEXT);
    }

    private AnswerOutcome.Author local() {
        return AnswerOutcome.Author.local(answerer.version());
    }

    private static AnswerOutcome quoted(
            SearchOutcome.Answered found, List<PageHit> hits, Answerer.Draft draft, AnswerOutcome.Author author) {
        return switch (draft) {
            case Answerer.Draft.Unsupported(Reason reason) ->
                new AnswerOutcome.Refused(found, reason, closest(found), author);
            case Answerer.Draft.Grounded(List<Answerer.Quote> quotes, double confidence) ->
                answered(found, hits, quotes, confidence, author);
        };
    }

    private static AnswerOutcome answered(
            SearchOutcome.Answered found,
            List<PageHit> hits,
            List<Answerer.Quote> quotes,
            double confidence,
            AnswerOutcome.Author author) {
        Map<Integer, List<String>> byPage = new LinkedHashMap<>();
        quotes.forEach(quote ->
                byPage.computeIfAbsent(quote.page(), page -> new ArrayList<>()).add(quote.text()));
        List<Integer> order = List.copyOf(byPage.keySet());
        List<Source> sources = new ArrayList<>();
        byPage.forEach((page, texts) ->
                sources.add(new Source(sources.size() + 1, hits.get(page).page(), String.join("\n", texts))));
        List<AnswerOutcome.Piece> pieces = quotes.stream()
                .map(quote -> new AnswerOutcome.Piece(quote.text(), List.of(order.indexOf(quote.page()) + 1)))
                .toList();
        return new AnswerOutcome.Answered(found, sources, pieces, confidence, author, false);
    }

    /** Passes on what a writer says: the sources before its first sentence, pages by their numbers. */
    private static final class Relay implements AnswerWriter.Progress {
        private final SearchOutcome.Answered found;
        private final List<Source> sources = new ArrayList<>();
        private final AnswerListener listener;
        private boolean begun;
        private boolean shown;

        private Relay(SearchOutcome.Answered found, List<PageHit> hits, AnswerListener listener) {
            this.found = found;
            this.listener = listener;
            hits.forEach(hit -> sources.add(
                    new Source(sources.size() + 1, hit.page(), hit.passage().text())));
        }

        private List<Source> sources() {
            return List.copyOf(sources);
        }

        private AnswerOutcome.Piece piece(AnswerWriter.Statement statement) {
            return new AnswerOutcome.Piece(
                    statement.text(),
                    statement.pages().stream().map(page -> page + 1).toList());
        }

        @Override
        public boolean said(AnswerWriter.Statement statement) {
            boolean heard = begun || listener.sources(found, sources());
            begun = true;
            shown = true;
            return heard && listener.piece(piece(statement));
        }

        @Override
        public boolean voided(String reason) {
            shown = false;
            return listener.reset(reason);
        }

        private void voidAll(String reason) {
            if (shown) {
                boolean unused = voided(reason);
            }
        }
    }

    private static List<Source> closest(SearchOutcome.Answered found) {
        List<Source> sources = new ArrayList<>();
        for (PageHit hit : found.result().hits()) {
            if (sources.size() < CLOSEST) {
                sources.add(
                        new Source(sources.size() + 1, hit.page(), hit.passage().text()));
            }
        }
        return sources;
    }

    private SearchRequest searchFor(AnswerRequest request, float @Nullable [] vector) {
        return new SearchRequest(
                request.site(),
                request.question(),
                0,
                PAGES,
                request.lang(),
                new Filter.All(),
                Set.of(),
                // Where encoding failed once, the search need not wait for it again.
                vector == null ? SearchMode.KEYWORD : SearchMode.HYBRID,
                // All five pages are read, and the gate was calibrated on their order before reranking.
                false,
                vector,
                vector == null ? null : encoderVersion,
                false);
    }

    /** The question's vector, or null where the index has another encoder's or it cannot be had in time. */
    private float @Nullable [] vector(AnswerRequest request, Deadline deadline) {
        if (!engine.info(request.site()).encoder().equals(encoderVersion)) {
            return null;
        }
        if (request.vector() != null) {
            return request.vector();
        }
        return queryEncoder
                .encode(request.question(), false, deadline.remaining().minus(RESERVE))
                .map(Encoding::vector)
                .orElse(null);
    }
}
