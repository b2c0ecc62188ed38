package dev.lotse.gateway.answer;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.PageDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers with one to three sentences as they stand on the pages. It writes nothing of its own, so it can quote the wrong
 * sentence but invent none. Needs no network and no further model. Thread-safe.
 */
public final class ExtractiveAnswerer implements Answerer {
    private static final int MOST_QUOTES = 3;

    /** A further sentence says something new only below this likeness to each before it. */
    private static final double DUPLICATE = 0.6;

    /** A further sentence must add this much of the question that the first one lacks. */
    private static final double LEAST_GAIN = 0.15;

    private final ContextGate gate;

    /** With the calibrated gate. */
    public ExtractiveAnswerer() {
        this(ContextGate.STANDARD);
    }

    /** With a gate that opens for pages from which a model may write, whose sentences are checked afterwards. */
    public static ExtractiveAnswerer forWriting() {
        return new ExtractiveAnswerer(ContextGate.WRITING);
    }

    ExtractiveAnswerer(ContextGate gate) {
        this.gate = gate;
    }

    @Override
    public String version() {
        return "extractive@1";
    }

    /** A sentence and what speaks for it. */
    record Candidate(Sentence sentence, Evidence evidence) {}

    @Override
    public Draft answer(Question question, List<PageDocument> pages, Deadline deadline) {
        List<Candidate> candidates = candidates(question, pages, deadline);
        if (candidates.isEmpty()) {
            return new Draft.Unsupported(
                    deadline.expired() ? AnswerOutcome.Reason.TIMEOUT : AnswerOutcome.Reason.THIN_CONTEXT);
        }
        Candidate best = best(candidates);
        if (best == null) {
            return new Draft.Unsupported(AnswerOutcome.Reason.FACT_MISSING);
        }
        double confidence = gate.confidence(best.evidence());
        if (!gate.opens(confidence)) {
            return new Draft.Unsupported(AnswerOutcome.Reason.THIN_CONTEXT);
        }
        return new Draft.Grounded(quotes(question, best, candidates), confidence);
    }

    /** All sentences that could be meant, the best first. Pages that the deadline leaves no time for are left out. */
    static List<Candidate> candidates(Question question, List<PageDocument> pages, Deadline deadline) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < pages.size() && !deadline.expired(); i++) {
            PageDocument document = pages.get(i);
            for (Sentence sentence : PageSentences.of(i, document, question.vector())) {
                if (!sentence.text().endsWith("?") && isOfTheYears(question, sentence, document)) {
                    candidates.add(new Candidate(sentence, Evidence.of(question, sentence)));
                }
            }
        }
        candidates.sort(
                Comparator.comparingDouble((Candidate c) -> -c.evidence().score())
                        .thenComparingInt(c -> c.sentence().page())
                        .thenComparingInt(c -> c.sentence().position()));
        return candidates;
    }

    /** The best sentence with the kind of fact asked for, or null. */
    static @Nullable Candidate best(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (candidate.evidence().kind()) {
                return candidate;
            }
        }
        return null;
    }

    /** A question about a year is not answered by what holds in another. */
    private static boolean isOfTheYears(Question question, Sentence sentence, PageDocument document) {
        for (String year : question.years()) {
            boolean named = sentence.text().contains(year)
                    || (sentence.header() != null && sentence.header().contains(year))
                    || sentence.near().match(year) == 1
                    || document.page().title().contains(year);
            if (!named) {
                return false;
            }
        }
        return true;
    }

    private static List<Quote> quotes(Question question, Candidate best, List<Candidate> candidates) {
        List<Sentence> chosen = new ArrayList<>();
        chosen.add(best.sentence());
        for (Candidate candidate : candidates) {
            if (chosen.size() == MOST_QUOTES) {
                break;
            }
            Sentence next = candidate.sentence();
            boolean said = chosen.stream().anyMatch(other -> other.own().likeness(next.own()) > DUPLICATE);
            if (!said
                    && next.page() == best.sentence().page()
                    && candidate.evidence().kind()
                    && gain(question, chosen, next) >= LEAST_GAIN) {
                chosen.add(next);
            }
        }
        chosen.sort(Comparator.comparingInt(Sentence::page).thenComparingInt(Sentence::position));
        List<Quote> quotes = new ArrayList<>();
        String lastHeader = null;
        for (Sentence sentence : chosen) {
            String header = sentence.header();
            if (header != null && !header.equals(lastHeader)) {
                // A row of a table says nothing without its head.
                quotes.add(new Quote(sentence.page(), header));
            }
            lastHeader = header;
            quotes.add(new Quote(sentence.page(), sentence.text()));
        }
        return quotes;
    }

    /** The share of the question, by weight, that a sentence has and those chosen do not. */
    private static double gain(Question question, List<Sentence> chosen, Sentence next) {
        double all = 0;
        double gained = 0;
        for (Question.Term term : question.terms()) {
            all += term.weight();
            double had = chosen.stream()
                    .mapToDouble(sentence -> Math.max(
                            sentence.own().match(term.stem()), sentence.near().match(term.stem())))
                    .max()
                    .orElse(0);
            gained += term.weight() * Math.max(0, next.own().match(term.stem()) - had);
        }
        return all == 0 ? 0 : gained / all;
    }
}
