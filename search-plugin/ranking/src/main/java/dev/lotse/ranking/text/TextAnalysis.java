package dev.lotse.ranking.text;

import java.util.EnumMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * The analysers of both engines, one per {@link TextLanguage}. Index and query time use the same one; everything that
 * differs per query (synonyms, compounds, misspellings) comes in as an {@link Expansion}.
 *
 * <p>Thread-safe.
 */
public final class TextAnalysis {
    private static final TextAnalysis SHARED = new TextAnalysis();

    private final Map<TextLanguage, Analyzer> analyzers = new EnumMap<>(TextLanguage.class);
    private final Analyzer words = new WordAnalyzer();

    private TextAnalysis() {
        for (TextLanguage language : TextLanguage.values()) {
            analyzers.put(language, new LanguageAnalyzer(language));
        }
    }

    /** The analyser of a language; never closed. */
    public static Analyzer analyzer(TextLanguage language) {
        Analyzer analyzer = SHARED.analyzers.get(language);
        if (analyzer == null) {
            throw new IllegalStateException("no analyzer for " + language);
        }
        return analyzer;
    }

    /** Whole words in lower case, without stemming or stop words: the vocabulary of a site. Never closed. */
    public static Analyzer words() {
        return SHARED.words;
    }

    private static final class LanguageAnalyzer extends Analyzer {
        private final TextLanguage language;

        LanguageAnalyzer(TextLanguage language) {
            this.language = language;
        }

        @Override
        protected TokenStreamComponents createComponents(String fieldName) {
            Tokenizer tokenizer = new StandardTokenizer();
            TokenStream lower = new LowerCaseFilter(tokenizer);
            TokenStream terms = switch (language) {
                case GERMAN ->
                    new GermanLightStemFilter(
                            new GermanNormalizationFilter(new StopFilter(lower, GermanAnalyzer.getDefaultStopSet())));
                case ENGLISH ->
                    new KStemFilter(
                            new StopFilter(new EnglishPossessiveFilter(lower), EnglishAnalyzer.getDefaultStopSet()));
                case OTHER -> new StopFilter(new ASCIIFoldingFilter(lower), CharArraySet.EMPTY_SET);
            };
            return new TokenStreamComponents(tokenizer, terms);
        }

        @Override
        protected TokenStream normalize(String fieldName, TokenStream in) {
            return new LowerCaseFilter(in);
        }
    }

    private static final class WordAnalyzer extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String fieldName) {
            Tokenizer tokenizer = new StandardTokenizer();
            TokenFilter lower = new LowerCaseFilter(tokenizer);
            return new TokenStreamComponents(tokenizer, lower);
        }

        @Override
        protected TokenStream normalize(String fieldName, TokenStream in) {
            return new LowerCaseFilter(in);
        }
    }
}
