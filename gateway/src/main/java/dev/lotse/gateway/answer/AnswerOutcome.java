package dev.lotse.gateway.answer;

import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.rules.RuleAction;
import dev.lotse.gateway.search.SearchOutcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a question ended. */
public sealed interface AnswerOutcome {

    /**
     * The pages answer it.
     *
     * @param search the search that found the sources
     * @param sources pages that may be cited; source {@code n} is at index {@code n - 1}
     * @param pieces the answer in reading order, each piece with its sources
     * @param confidence 0 to 1: the calibrated probability that the pages do answer the question
     * @param author who wrote the answer
     * @param seen whether an {@link AnswerListener} has sources and pieces already
     */
    record Answered(
            SearchOutcome.Answered search,
            List<Source> sources,
            List<Piece> pieces,
            double confidence,
            Author author,
            boolean seen)
            implements AnswerOutcome {
        public Answered {
            sources = List.copyOf(sources);
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * The pages do not answer it.
     *
     * @param search the search that found the sources
     * @param reason why
     * @param sources the closest pages; may be empty
     * @param author who found no answer
     */
    record Refused(SearchOutcome.Answered search, Reason reason, List<Source> sources, Author author)
            implements AnswerOutcome {
        public Refused {
            sources = List.copyOf(sources);
        }
    }

    /**
     * Who answered, with what, and what it cost.
     *
     * @param provider the operator's name of the provider, or the local answerer's version
     * @param versions everything that shaped the words: {@code answerer}, and for a model {@code prompt} and {@code model}
     * @param usage tokens of the model
     * @param cost of all attempts
     * @param degraded steps that were wanted and left out
     */
    record Author(String provider, Map<String, String> versions, Usage usage, Money cost, List<String> degraded) {
        /** The step that {@link #degraded} names when a model was to write and the local answerer did. */
        public static final String GENERATE = "generate";

        public Author {
            versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
            degraded = List.copyOf(degraded);
        }

        /** The answerer of this process. */
        public static Author local(String version) {
            return new Author(version, Map.of("answerer", version), Usage.NONE, Money.ZERO, List.of());
        }

        Author instead() {
            return new Author(provider, versions, usage, cost, List.of(GENERATE));
        }
    }

    /**
     * A rule of the site says what the question gets; nothing was searched and no model was asked.
     *
     * @param reply the answer, or the note that refuses one
     * @param rule id of the rule
     * @param release version of the rules in force
     */
    record ByRule(RuleAction.Reply reply, String rule, String release) implements AnswerOutcome {
        /** Why a question gets a note and no answer, as {@link Reason#wireName()}. */
        public static final String BLOCKED = "blocked_topic";

        /** Who answers by rules, where others are models. */
        public static final String VERSION = "rules@1";
    }

    /** There was no search to answer from: its outcome is not {@link SearchOutcome.Answered}. */
    record NoSearch(SearchOutcome outcome) implements AnswerOutcome {}

    /**
     * A piece of an answer.
     *
     * @param text verbatim from the sources cited, or checked against them
     * @param cites numbers of the sources, from 1
     */
    record Piece(String text, List<Integer> cites) {
        public Piece {
            cites = List.copyOf(cites);
        }
    }

    /** Why there is no answer. */
    enum Reason {
        /** The site has no page about it. */
        OUT_OF_SCOPE,
        /** There are pages about it, but no sentence that says it. */
        THIN_CONTEXT,
        /** The kind of fact asked for (a price, a date, a number) is in no sentence that fits. */
        FACT_MISSING,
        /** The time was up. */
        TIMEOUT;

        /** The name in responses and meters. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
