package dev.lotse.gateway.retrieval;

import org.jspecify.annotations.Nullable;

/**
 * A completion of what the visitor has typed.
 *
 * @param text what to show and to search for
 * @param kind a query to run, or a page to open
 * @param url the page's URL, or null for a query
 */
public record Suggestion(String text, Kind kind, @Nullable String url) {
    /** What choosing the suggestion does. */
    public enum Kind {
        QUERY,
        PAGE
    }
}
