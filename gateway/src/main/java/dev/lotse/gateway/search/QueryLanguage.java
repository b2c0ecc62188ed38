package dev.lotse.gateway.search;

import dev.lotse.gateway.retrieval.Lexicon;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which of a site's languages a query is in, from the site's own words: two words are too few for a language model,
 * but "Rechnung" is on many German pages of a utility and on no English one.
 */
public final class QueryLanguage {
    /** A language whose words are this many times likelier than every other's is taken alone. */
    private static final double CONFIDENT = Math.log(10);

    /** Pages that a word is taken to be on where it is on none; more where it is made of the site's words. */
    private static final double UNSEEN = 0.05;

    private static final double UNSEEN_COMPOUND = 0.5;

    private QueryLanguage() {}

    /**
     * Languages to search in, the likeliest first; one where the words leave no doubt, all of the site's where they do.
     *
     * @param words the query's words in lower case
     * @return empty only for a site without pages
     */
    public static List<String> of(List<String> words, Lexicon lexicon) {
        List<String> languages = lexicon.languages();
        if (languages.size() < 2) {
            return languages;
        }
        // An unseen word must say nothing, however many pages each language has.
        int mostPages = lexicon.pages(languages.getFirst());
        List<Likelihood> likely = new ArrayList<>();
        for (String lang : languages) {
            double sum = 0;
            for (String word : words) {
                int frequency = lexicon.pageFrequency(lang, word);
                if (frequency > 0) {
                    sum += Math.log((double) frequency / lexicon.pages(lang));
                } else {
                    boolean compound = !lexicon.compoundParts(lang, word).isEmpty();
                    sum += Math.log((compound ? UNSEEN_COMPOUND : UNSEEN) / mostPages);
                }
            }
            likely.add(new Likelihood(lang, sum));
        }
        likely.sort((a, b) -> Double.compare(b.log(), a.log()));
        List<String> ordered = likely.stream().map(Likelihood::lang).toList();
        boolean clear = !words.isEmpty() && likely.get(0).log() - likely.get(1).log() >= CONFIDENT;
        return clear ? ordered.subList(0, 1) : ordered;
    }

    private record Likelihood(String lang, double log) {}
}
