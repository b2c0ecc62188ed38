package dev.lotse.gateway.rules;

import java.util.List;
import java.util.Locale;

/**
 * Words that mean the same.
 *
 * @param id see {@link Entry#id()}
 * @param type how the terms stand to each other
 * @param lang see {@link Entry#lang()}
 * @param terms each of these for all others where the type is {@link Type#EQUIVALENT}, else what a query says; a term is one
 *     word or several
 * @param to what is looked for too, or instead; empty for {@link Type#EQUIVALENT}
 * @param weight score of what is looked for too, relative to the visitor's own words, above 0 and at most 1
 * @param note for the editors
 * @param validity see {@link Entry#validity()}
 */
public record Synonym(
        String id,
        Type type,
        String lang,
        List<String> terms,
        List<String> to,
        float weight,
        String note,
        Validity validity)
        implements Entry {
    /** Slightly below the visitor's own words, which win where both stand on equal pages. */
    public static final float DEFAULT_WEIGHT = 0.9f;

    public Synonym {
        terms = List.copyOf(terms);
        to = List.copyOf(to);
    }

    /** How the terms stand to each other. */
    public enum Type {
        /** Each of the terms also finds all others. */
        EQUIVALENT("equivalent"),
        /** A query with one of the terms also finds {@code to}; not the other way round. */
        ONE_WAY("one-way"),
        /** A query with one of the terms is searched as if it said the first of {@code to} instead; the others are found too. */
        REPLACEMENT("replacement");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** The name in the API and in files. */
        public String wireName() {
            return wireName;
        }
    }

    @Override
    public EntryKind kind() {
        return EntryKind.SYNONYM;
    }

    @Override
    public String label() {
        String from = String.join(", ", terms);
        return switch (type) {
            case EQUIVALENT -> from;
            case ONE_WAY -> from + " → " + String.join(", ", to);
            case REPLACEMENT -> from + " ⇒ " + String.join(", ", to);
        };
    }

    /** Whether a term contains the text, whatever its case. */
    public boolean mentions(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return terms.stream().anyMatch(term -> term.toLowerCase(Locale.ROOT).contains(wanted))
                || to.stream().anyMatch(term -> term.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
