package dev.lotse.gateway.overload;

import java.util.Locale;

/**
 * Who goes first, most important first. Each may begin only while less than its share of the limit is taken by all together, so that
 * what is less important leaves room before what is more important has to wait.
 */
public enum Priority {
    /** A visitor's search, as JSON or as a page. */
    SEARCH(1),
    /** Suggestions while typing: the next keystroke asks again. */
    SUGGEST(0.8),
    /** An answer: it costs as much as many searches. */
    ANSWER(0.5);

    private final double share;

    Priority(double share) {
        this.share = share;
    }

    /** How many may be under way, all together, for one more of this kind to begin; at least 1. */
    int room(int limit) {
        return Math.max(1, (int) (share * limit));
    }

    /** The name in metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
