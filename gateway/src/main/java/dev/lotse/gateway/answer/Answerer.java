package dev.lotse.gateway.answer;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.PageDocument;
import java.util.List;

/**
 * Finds or writes an answer in the pages given, and in nothing else. Thread-safe. The local one quotes; one that asks a model
 * has the same port.
 */
public interface Answerer {

    /** Names the answerer and its version in responses. */
    String version();

    /**
     * Answers a question.
     *
     * @param pages the pages found, the best first, with their passages and vectors
     */
    Draft answer(Question question, List<PageDocument> pages, Deadline deadline);

    /** What an answerer found. */
    sealed interface Draft {

        /**
         * An answer.
         *
         * @param quotes its parts in reading order
         * @param confidence 0 to 1
         */
        record Grounded(List<Quote> quotes, double confidence) implements Draft {
            public Grounded {
                quotes = List.copyOf(quotes);
            }
        }

        /** None, and why. */
        record Unsupported(AnswerOutcome.Reason reason) implements Draft {}
    }

    /**
     * A part of an answer.
     *
     * @param page index of the page that says it
     * @param text the text
     */
    record Quote(int page, String text) {}
}
