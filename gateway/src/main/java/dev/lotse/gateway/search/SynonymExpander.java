package dev.lotse.gateway.search;

import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.QueryWord;
import dev.lotse.gateway.rules.SynonymHit;
import dev.lotse.gateway.search.SearchSettings.LanguageSettings;
import dev.lotse.ranking.text.Expansion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Synonyms as inline alternatives of a query. They reach into compounds on both sides: with Handy → Smartphone, "Handyvertrag" is
 * also looked for as "Smartphone Vertrag" and, where the site has the word, as "Smartphonevertrag"; and "Handy" also finds
 * "Smartphonevertrag".
 */
final class SynonymExpander {
    /** More alternatives cost time and find little that the first ones did not. */
    private static final int MAX_EXPANSIONS = 64;

    private static final int MAX_COMPOUNDS = 4;

    private final CompiledRules rules;
    private final Lexicon lexicon;
    private final LanguageSettings settings;
    private final Instant at;
    private final Set<String> used = new LinkedHashSet<>();

    SynonymExpander(CompiledRules rules, Lexicon lexicon, LanguageSettings settings, Instant at) {
        this.rules = rules;
        this.lexicon = lexicon;
        this.settings = settings;
        this.at = at;
    }

    /** Ids of the synonyms that gave an alternative. */
    Set<String> used() {
        return used;
    }

    /**
     * Alternatives in one language.
     *
     * @param given those of replacements
     */
    List<Expansion> expand(String query, List<QueryWord> words, String lang, List<SynonymHit> given) {
        List<Expansion> expansions = new ArrayList<>();
        given.forEach(hit -> add(hit, hit.start(), hit.end(), 1, lang, expansions));
        for (SynonymHit hit : rules.synonyms(query, words, lang, at)) {
            add(hit, hit.start(), hit.end(), 1, lang, expansions);
        }
        if (settings.compoundWeight() > 0) {
            words.forEach(word -> insideCompound(word, lang, expansions));
        }
        return expansions;
    }

    private void add(SynonymHit hit, int start, int end, float weight, String lang, List<Expansion> expansions) {
        for (String other : hit.others()) {
            add(start, end, other, hit.weight() * weight, hit.id(), expansions);
            List<QueryWord> words = QueryWord.of(other);
            if (settings.compoundWeight() > 0 && words.size() == 1) {
                for (String compound :
                        lexicon.compoundsWith(lang, words.getFirst().text(), MAX_COMPOUNDS)) {
                    add(start, end, compound, hit.weight() * weight * settings.compoundWeight(), hit.id(), expansions);
                }
            }
        }
    }

    /** The parts of a compound of the query, each exchanged in its turn. */
    private void insideCompound(QueryWord word, String lang, List<Expansion> expansions) {
        List<String> parts = lexicon.compoundParts(lang, word.text());
        if (parts.isEmpty()) {
            return;
        }
        String apart = String.join(" ", parts);
        for (SynonymHit hit : rules.synonyms(apart, QueryWord.of(apart), lang, at)) {
            String before = apart.substring(0, hit.start());
            String after = apart.substring(hit.end());
            float weight = hit.weight() * settings.compoundWeight();
            for (String other : hit.others()) {
                String phrase = before + other + after;
                add(word.start(), word.end(), phrase, weight, hit.id(), expansions);
                String joined = phrase.replace(" ", "").toLowerCase(Locale.ROOT);
                if (lexicon.pageFrequency(lang, joined) > 0) {
                    add(word.start(), word.end(), joined, weight, hit.id(), expansions);
                }
            }
        }
    }

    private void add(int start, int end, String text, float weight, String id, List<Expansion> expansions) {
        if (expansions.size() < MAX_EXPANSIONS && weight > 0) {
            expansions.add(new Expansion(start, end, text, Math.min(1, weight), Expansion.Kind.SYNONYM));
            used.add(id);
        }
    }
}
