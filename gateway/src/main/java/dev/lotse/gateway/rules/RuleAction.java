package dev.lotse.gateway.rules;

import dev.lotse.gateway.retrieval.Filter;
import org.jspecify.annotations.Nullable;

/** What a rule does. */
public sealed interface RuleAction {

    /**
     * Puts a page at a place, whatever the words say; not where the visitor's own filter excludes it, or the page is not valid.
     *
     * @param position from 1
     */
    record Pin(String objectId, int position) implements RuleAction {}

    /** Leaves these pages out. */
    record Hide(Filter pages) implements RuleAction {}

    /**
     * Multiplies the score of these pages.
     *
     * @param factor above 1 lifts, below 1 lowers; 0.05 to 20
     */
    record Boost(Filter pages, double factor) implements RuleAction {}

    /** Offers these pages only. */
    record Only(Filter pages) implements RuleAction {}

    /** Tells the page to send the visitor elsewhere. */
    record Redirect(String url) implements RuleAction {}

    /**
     * Shows a text above the results.
     *
     * @param text may be empty
     * @param url where it leads, or null
     */
    record Banner(String title, String text, @Nullable String url) implements RuleAction {}

    /** What a question gets instead of an answer from the pages; searches are not changed by it. */
    sealed interface Reply extends RuleAction {}

    /**
     * Answers questions with a text.
     *
     * @param text the whole answer
     * @param title what its source is called
     * @param url the page that says so
     */
    record Answer(String text, String title, String url) implements Reply {}

    /**
     * Answers no question about a topic.
     *
     * @param note told instead
     * @param url where to turn to, or null
     */
    record NoAnswer(String note, @Nullable String url) implements Reply {}
}
