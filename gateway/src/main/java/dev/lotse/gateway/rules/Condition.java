package dev.lotse.gateway.rules;

import dev.lotse.gateway.retrieval.Filter;
import java.util.List;

/**
 * Which searches a rule is for: all of this must hold.
 *
 * @param match how the query is compared
 * @param values what it is compared with, one of which must fit; empty for {@link Match#ANY}
 * @param lang see {@link Entry#lang()}; one of the languages that the query may be in
 * @param facets conditions that the visitor must have filtered by
 */
public record Condition(Match match, List<String> values, String lang, List<Filter.Equal> facets) {
    public Condition {
        values = List.copyOf(values);
        facets = List.copyOf(facets);
    }

    /** Words are compared in lower case; spaces and punctuation between them do not count. */
    public enum Match {
        /** Every query. */
        ANY("any"),
        /** The query has these words and no other. */
        EXACT("exact"),
        /** The query has these words in this order, next to each other. */
        CONTAINS("contains"),
        /** The query begins with this text; its last word may go on. */
        PREFIX("prefix"),
        /** The regular expression (RE2 syntax) is found in the words of the query, in lower case, with single spaces. */
        REGEX("regex");

        private final String wireName;

        Match(String wireName) {
            this.wireName = wireName;
        }

        /** The name in the API. */
        public String wireName() {
            return wireName;
        }
    }
}
