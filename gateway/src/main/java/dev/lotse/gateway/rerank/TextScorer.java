package dev.lotse.gateway.rerank;

import java.time.Duration;
import java.util.List;

/** A model that reads a query beside the texts of its candidates. Thread-safe; calls block. */
public interface TextScorer {

    /**
     * Scores texts, the first of which are the most promising, until the time is up. Failures are results, not exceptions.
     *
     * @param limit longest time it may take
     */
    Scored score(Query query, List<String> texts, Duration limit);

    /**
     * Whose texts are scored.
     *
     * @param site whose budget pays, where anything is paid
     * @param text the visitor's words
     * @param lang BCP 47 primary subtag
     */
    record Query(String site, String text, String lang) {}

    /** What came of it. */
    sealed interface Scored {
        /**
         * Scores.
         *
         * @param values of the first texts, as many as there was time for, at least one; finite, higher is better
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Some(double[] values) implements Scored {}

        /** None; {@code reason} is fit for an operator and holds nothing of the texts. */
        record None(String reason) implements Scored {}
    }
}
