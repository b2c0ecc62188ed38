package dev.lotse.gateway.answer;

import dev.lotse.gateway.search.SearchOutcome;
import java.util.List;
import java.util.Locale;

/** How a question ended. */
public sealed interface AnswerOutcome {

    /**
     * The pages answer it.
     *
     * @param search the search that found the sources
     * @param sources pages that may be cited; source {@code n} is at index {@code n - 1}
     * @param pieces the answer in reading order, each piece with its sources
     * @param confidence 0 to 1: the calibrated probability that the pages do answer the question
     * @param provider who wrote the answer
     */
    record Answered(
            SearchOutcome.Answered search, List<Source> sources, List<Piece> pieces, double confidence, String provider)
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
     */
    record Refused(SearchOutcome.Answered search, Reason reason, List<Source> sources) implements AnswerOutcome {
        public Refused {
            sources = List.copyOf(sources);
        }
    }

    /** There was no search to answer from: its outcome is not {@link SearchOutcome.Answered}. */
    record NoSearch(SearchOutcome outcome) implements AnswerOutcome {}

    /**
     * A piece of an answer.
     *
     * @param text verbatim from the sources cited
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
