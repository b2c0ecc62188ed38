package dev.lotse.gateway.answer;

import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The distinct terms of a text in the form that the site's analysis gives them. Immutable. */
final class Terms {
    /** A shorter common part of two words says little. */
    private static final int LEAST_PART = 5;

    /** What a term counts that is only a part of a word, as in German compounds. */
    private static final double PART = 0.75;

    static final Terms NONE = new Terms(Set.of());

    private final Set<String> stems;

    private Terms(Set<String> stems) {
        this.stems = stems;
    }

    /**
     * A word of a text.
     *
     * @param word in lower case, as written
     * @param stem as analysed
     */
    record Token(String word, String stem) {}

    /** The words of a text in order, stop words left out. */
    static List<Token> tokens(String text, TextLanguage language) {
        return TextQueryBuilder.terms(text, language).stream()
                .map(term -> new Token(text.substring(term.start(), term.end()).toLowerCase(Locale.ROOT), term.text()))
                .toList();
    }

    /** The terms of a text. */
    static Terms of(String text, TextLanguage language) {
        Set<String> stems = new HashSet<>();
        TextQueryBuilder.terms(text, language).forEach(term -> stems.add(term.text()));
        return new Terms(stems);
    }

    /** How surely the text has this term: 1 as it is, less as a part of a word or with one as its part, 0 not at all. */
    double match(String stem) {
        if (stems.contains(stem)) {
            return 1;
        }
        for (String own : stems) {
            int shorter = Math.min(own.length(), stem.length());
            if (shorter >= LEAST_PART
                    && (own.startsWith(stem) || own.endsWith(stem) || stem.startsWith(own) || stem.endsWith(own))) {
                return PART;
            }
        }
        return 0;
    }

    /** Shared terms against all terms of both, 0 to 1 (Jaccard). */
    double likeness(Terms other) {
        if (stems.isEmpty() && other.stems.isEmpty()) {
            return 1;
        }
        Set<String> shared = new HashSet<>(stems);
        shared.retainAll(other.stems);
        return (double) shared.size() / (stems.size() + other.stems.size() - shared.size());
    }
}
