package dev.lotse.gateway.rules;

import dev.lotse.gateway.device.DeviceClass;
import dev.lotse.gateway.retrieval.Filter;
import java.util.List;
import java.util.Set;

/**
 * Which searches a rule is for: all of this must hold.
 *
 * @param match how the query is compared
 * @param values what it is compared with, one of which must fit; empty for {@link Match#ANY}
 * @param lang see {@link Entry#lang()}; one of the languages that the query may be in
 * @param facets conditions that the visitor must have filtered by
 * @param devices what the visitor must search with; empty for everything
 * @param nearness least cosine of the query's vector and that of a value, for {@link Match#MEANING}; 0 for all others
 */
public record Condition(
        Match match,
        List<String> values,
        String lang,
        List<Filter.Equal> facets,
        Set<DeviceClass> devices,
        double nearness) {
    /** Unless said otherwise: what queries that mean the same are above, as a rule, with the bundled encoder. */
    public static final double DEFAULT_NEARNESS = 0.9;

    public Condition {
        values = List.copyOf(values);
        facets = List.copyOf(facets);
        devices = Set.copyOf(devices);
    }

    /** One for every device, and not by meaning. */
    public Condition(Match match, List<String> values, String lang, List<Filter.Equal> facets) {
        this(match, values, lang, facets, Set.of(), 0);
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
        REGEX("regex"),
        /** The query means nearly the same as a value, whatever its words. Searches by words alone have no meaning to compare. */
        MEANING("meaning");

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
