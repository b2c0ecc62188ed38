package dev.lotse.gateway.retrieval;

import java.util.Collection;
import java.util.List;

/**
 * The words of a site by language, as its pages write them in lower case. Immutable and thread-safe.
 *
 * <p>Languages are BCP 47 primary subtags.
 */
public interface Lexicon {

    /** Languages that the site has pages in, the most frequent first. */
    List<String> languages();

    /** The number of pages of this language that contain the word; 0 where it is unknown. */
    int pageFrequency(String lang, String word);

    /** The number of pages in this language. */
    int pages(String lang);

    /**
     * The parts of a compound word of this site, in order, without linking letters ({@code druckerpatronen} →
     * {@code drucker, patronen}); empty where the word is no compound of words of the site.
     */
    List<String> compoundParts(String lang, String word);

    /** Compounds of this site that have the word (in any inflection) as a part, the most frequent first. */
    Collection<String> compoundsWith(String lang, String word, int limit);

    /**
     * Words of the site that the unknown word may be a misspelling of, the most likely first.
     *
     * @param limit at most this many
     */
    List<String> corrections(String lang, String word, int limit);
}
