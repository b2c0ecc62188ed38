package dev.lotse.gateway.retrieval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A {@link Lexicon} in memory, made from the page frequencies of a site's words. Both engines use it; they only differ in
 * where the frequencies come from.
 *
 * <p>Compounds are found in German only: other languages of the web rarely write them as one word.
 */
public final class VocabularyLexicon implements Lexicon {
    private static final String COMPOUNDING = "de";

    private final Map<String, Language> languages;
    private final List<String> byFrequency;

    /**
     * @param pages number of pages by language
     * @param words page frequency by word, by language
     * @param stem brings the inflections of a German word together; used to find the compounds that contain it
     */
    public VocabularyLexicon(
            Map<String, Integer> pages, Map<String, Map<String, Integer>> words, UnaryOperator<String> stem) {
        Map<String, Language> all = new HashMap<>();
        pages.forEach((lang, count) ->
                all.put(lang, new Language(count, words.getOrDefault(lang, Map.of()), lang.equals(COMPOUNDING), stem)));
        languages = Map.copyOf(all);
        byFrequency = pages.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The lexicon of a site without pages. */
    public static VocabularyLexicon empty() {
        return new VocabularyLexicon(Map.of(), Map.of(), UnaryOperator.identity());
    }

    @Override
    public List<String> languages() {
        return byFrequency;
    }

    @Override
    public int pageFrequency(String lang, String word) {
        Language language = languages.get(lang);
        return language == null ? 0 : language.frequencies.getOrDefault(word, 0);
    }

    @Override
    public int pages(String lang) {
        Language language = languages.get(lang);
        return language == null ? 0 : language.pages;
    }

    @Override
    public List<String> compoundParts(String lang, String word) {
        Language language = languages.get(lang);
        return language == null || !lang.equals(COMPOUNDING) ? List.of() : language.splitter.split(word);
    }

    @Override
    public Collection<String> compoundsWith(String lang, String word, int limit) {
        Language language = languages.get(lang);
        if (language == null) {
            return List.of();
        }
        List<String> compounds = language.compounds.getOrDefault(language.stem.apply(word), List.of());
        return compounds.subList(0, Math.min(limit, compounds.size()));
    }

    @Override
    public List<String> corrections(String lang, String word, int limit) {
        Language language = languages.get(lang);
        return language == null ? List.of() : language.spelling.near(word, limit);
    }

    private static final class Language {
        private final int pages;
        private final Map<String, Integer> frequencies;
        private final UnaryOperator<String> stem;
        private final CompoundSplitter splitter;
        private final SpellingIndex spelling;
        private final Map<String, List<String>> compounds = new HashMap<>();

        Language(int pages, Map<String, Integer> frequencies, boolean compounding, UnaryOperator<String> stem) {
            this.pages = pages;
            this.frequencies = Map.copyOf(frequencies);
            this.stem = stem;
            this.splitter = new CompoundSplitter(this.frequencies);
            this.spelling = new SpellingIndex(this.frequencies);
            if (compounding) {
                for (String word : this.frequencies.keySet()) {
                    for (String part : splitter.split(word)) {
                        compounds
                                .computeIfAbsent(stem.apply(part), s -> new ArrayList<>())
                                .add(word);
                    }
                }
                Comparator<String> mostFrequent = Comparator.comparingInt(
                                (String word) -> this.frequencies.getOrDefault(word, 0))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder());
                compounds.replaceAll((part, words) ->
                        words.stream().distinct().sorted(mostFrequent).toList());
            }
        }
    }
}
