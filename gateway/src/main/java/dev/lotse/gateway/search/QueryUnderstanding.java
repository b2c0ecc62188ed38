package dev.lotse.gateway.search;

import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.retrieval.PageField;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.Effects;
import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.QueryWord;
import dev.lotse.gateway.rules.Rewrite;
import dev.lotse.gateway.rules.Visit;
import dev.lotse.gateway.search.SearchSettings.LanguageSettings;
import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a query means.
 *
 * @param lang the likeliest language
 * @param filter which pages may be offered: the visitor's filter, the language, and what rules restrict
 * @param texts one per language searched, with alternatives; empty where there are no words
 * @param searched the query after replacements
 * @param corrected the same with likely misspellings mended
 * @param synonyms ids of those that had a part
 * @param effects what the rules want
 */
record QueryUnderstanding(
        String lang,
        Filter filter,
        List<TextQuery> texts,
        String searched,
        String corrected,
        Set<String> synonyms,
        Effects effects) {

    /** What synonyms and rules did to the query. */
    Tuning tuning(String query) {
        if (synonyms.isEmpty() && effects.rules().isEmpty()) {
            return Tuning.NONE;
        }
        List<Tuning.Applied> applied = new ArrayList<>();
        effects.rules().forEach(rule -> applied.add(new Tuning.Applied(EntryKind.RULE, rule.id())));
        synonyms.forEach(id -> applied.add(new Tuning.Applied(EntryKind.SYNONYM, id)));
        return new Tuning(
                applied,
                searched.equals(query) ? null : searched,
                effects.redirect(),
                effects.banner(),
                effects.reply());
    }

    /**
     * Understands a query.
     *
     * @param lexicon the site's words
     * @param tuned synonyms and rules in force
     * @param near ids of the rules that the query is near by meaning
     */
    static QueryUnderstanding of(
            SearchRequest request,
            Lexicon lexicon,
            SearchSettings settings,
            CompiledRules tuned,
            Set<String> near,
            Instant now) {
        List<QueryWord> typed = QueryWord.of(request.query());
        List<String> languages = request.lang() != null
                ? List.of(primaryLanguage(request.lang()))
                : QueryLanguage.of(typed.stream().map(QueryWord::text).toList(), lexicon);
        if (languages.isEmpty()) {
            languages = List.of("und");
        }
        String first = languages.getFirst();
        Effects effects = tuned.effects(typed, languages, request.filter(), new Visit(request.device(), near), now);
        Rewrite rewrite = tuned.rewrite(request.query(), typed, first, now);
        List<QueryWord> words = rewrite.synonyms().isEmpty() ? typed : QueryWord.of(rewrite.query());
        boolean restricted = languages.size() == 1 && lexicon.languages().size() > 1;
        Filter filter = effects.restrict(restricted ? and(request.filter(), first) : request.filter());
        List<TextQuery> texts = new ArrayList<>();
        Set<String> synonyms = new LinkedHashSet<>(rewrite.synonyms());
        String corrected = rewrite.query();
        if (!request.query().isBlank()) {
            for (String lang : languages) {
                LanguageSettings language = settings.of(TextLanguage.of(lang));
                List<Expansion> expansions = new ArrayList<>(QueryExpander.expand(words, lang, lexicon, language));
                SynonymExpander expander = new SynonymExpander(tuned, lexicon, language, now);
                List<Expansion> others = expander.expand(rewrite.query(), words, lang, rewrite.alternatives());
                // A word with a synonym is what the visitor meant, however unknown it is to the site's pages.
                expansions.removeIf(expansion -> expansion.kind() == Expansion.Kind.TYPO
                        && others.stream()
                                .anyMatch(other -> other.start() < expansion.end() && expansion.start() < other.end()));
                if (lang.equals(first)) {
                    corrected = QueryExpander.corrected(rewrite.query(), expansions);
                }
                expansions.addAll(others);
                synonyms.addAll(expander.used());
                texts.add(text(rewrite.query(), TextLanguage.of(lang), expansions, language));
            }
        }
        return new QueryUnderstanding(first, filter, texts, rewrite.query(), corrected, synonyms, effects);
    }

    private static TextQuery text(
            String query, TextLanguage language, List<Expansion> expansions, LanguageSettings settings) {
        Map<String, Float> fields = new HashMap<>();
        for (Map.Entry<PageField, Float> field : settings.fields().entrySet()) {
            if (field.getValue() > 0) {
                fields.put(field.getKey().fieldName(), field.getValue());
            }
        }
        return new TextQuery(
                query,
                language,
                fields,
                expansions,
                settings.tieBreaker(),
                settings.minimumShouldMatch(),
                settings.proximity());
    }

    private static Filter and(Filter filter, String lang) {
        Filter only = new Filter.Equal(FilterField.LANG, lang);
        return filter instanceof Filter.All ? only : new Filter.And(List.of(filter, only));
    }

    private static String primaryLanguage(String tag) {
        String lower = tag.toLowerCase(Locale.ROOT);
        int dash = lower.indexOf('-');
        return dash < 0 ? lower : lower.substring(0, dash);
    }
}
