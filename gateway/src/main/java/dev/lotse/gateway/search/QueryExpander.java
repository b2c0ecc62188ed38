package dev.lotse.gateway.search;

import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.rules.QueryWord;
import dev.lotse.gateway.search.SearchSettings.LanguageSettings;
import dev.lotse.ranking.text.Expansion;
import java.util.ArrayList;
import java.util.List;

/**
 * Other ways to write a query that the site's own vocabulary suggests:
 *
 * <ul>
 *   <li>a compound is also looked for as its parts ("Druckerpatronen" → "Drucker Patronen"),
 *   <li>neighbouring words also as a compound ("Drucker Patronen" → "Druckerpatronen"),
 *   <li>a word also inside compounds ("Patrone" → "Druckerpatrone", "Tintenpatrone"),
 *   <li>a word that the site does not have also as the words it is likely to be a misspelling of.
 * </ul>
 *
 * <p>Stateless and thread-safe.
 */
final class QueryExpander {
    private static final int MAX_COMPOUNDS = 12;
    private static final int MAX_CORRECTIONS = 2;

    private QueryExpander() {}

    /** Alternatives for the words of a query in one language; empty where nothing fits. */
    static List<Expansion> expand(List<QueryWord> words, String lang, Lexicon lexicon, LanguageSettings settings) {
        List<Expansion> expansions = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            QueryWord word = words.get(i);
            List<String> parts = List.of();
            if (settings.compoundWeight() > 0) {
                parts = lexicon.compoundParts(lang, word.text());
                if (!parts.isEmpty()) {
                    add(
                            expansions,
                            word,
                            word,
                            String.join(" ", parts),
                            settings.compoundWeight(),
                            Expansion.Kind.COMPOUND);
                }
                for (String compound : lexicon.compoundsWith(lang, word.text(), MAX_COMPOUNDS)) {
                    add(expansions, word, word, compound, settings.compoundWeight(), Expansion.Kind.COMPOUND);
                }
                if (i + 1 < words.size()) {
                    joined(expansions, word, words.get(i + 1), lang, lexicon, settings);
                }
            }
            boolean known = lexicon.pageFrequency(lang, word.text()) > 0 || !parts.isEmpty();
            if (!known && settings.typoWeight() > 0) {
                for (String correction : lexicon.corrections(lang, word.text(), MAX_CORRECTIONS)) {
                    add(expansions, word, word, correction, settings.typoWeight(), Expansion.Kind.TYPO);
                }
            }
        }
        return expansions;
    }

    /** The query with every misspelt word replaced by its likeliest correction; the query itself where there is none. */
    static String corrected(String query, List<Expansion> expansions) {
        StringBuilder corrected = new StringBuilder(query);
        int shift = 0;
        int done = 0;
        for (Expansion expansion : expansions) {
            if (expansion.kind() == Expansion.Kind.TYPO && expansion.start() >= done) {
                corrected.replace(expansion.start() + shift, expansion.end() + shift, expansion.text());
                shift += expansion.text().length() - (expansion.end() - expansion.start());
                done = expansion.end();
            }
        }
        return corrected.toString();
    }

    private static void joined(
            List<Expansion> expansions,
            QueryWord first,
            QueryWord second,
            String lang,
            Lexicon lexicon,
            LanguageSettings settings) {
        for (String link : List.of("", "s", "n")) {
            String compound = first.text() + link + second.text();
            if (lexicon.pageFrequency(lang, compound) > 0) {
                add(expansions, first, second, compound, settings.compoundWeight(), Expansion.Kind.COMPOUND);
            }
        }
    }

    private static void add(
            List<Expansion> expansions, QueryWord from, QueryWord to, String text, float weight, Expansion.Kind kind) {
        expansions.add(new Expansion(from.start(), to.end(), text, weight, kind));
    }
}
