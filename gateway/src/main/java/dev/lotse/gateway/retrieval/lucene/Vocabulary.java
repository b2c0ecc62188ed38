package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.retrieval.VocabularyLexicon;
import dev.lotse.ranking.text.AnalyzedTerm;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;

/** Reads the {@link Lexicon} of an index from its word fields. */
final class Vocabulary {
    private Vocabulary() {}

    static Lexicon read(DirectoryReader reader) throws IOException {
        Map<String, Integer> pages = frequencies(reader, IndexFields.filter(FilterField.LANG));
        Map<String, Map<String, Integer>> words = new HashMap<>();
        for (String lang : pages.keySet()) {
            words.put(lang, frequencies(reader, TextQueryBuilder.fieldName(IndexFields.WORDS, TextLanguage.of(lang))));
        }
        return new VocabularyLexicon(pages, words, Vocabulary::stem);
    }

    private static String stem(String germanWord) {
        List<AnalyzedTerm> terms = TextQueryBuilder.terms(germanWord, TextLanguage.GERMAN);
        return terms.size() == 1 ? terms.getFirst().text() : germanWord;
    }

    private static Map<String, Integer> frequencies(DirectoryReader reader, String field) throws IOException {
        Map<String, Integer> frequencies = new HashMap<>();
        Terms terms = MultiTerms.getTerms(reader, field);
        if (terms != null) {
            TermsEnum each = terms.iterator();
            for (BytesRef term = each.next(); term != null; term = each.next()) {
                frequencies.put(term.utf8ToString(), each.docFreq());
            }
        }
        return frequencies;
    }
}
