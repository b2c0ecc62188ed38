package dev.lotse.gateway.rules;

import dev.lotse.ranking.text.AnalyzedTerm;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The synonyms of one language. A term is found in every inflection that the language's analysis takes for the same word, and
 * whether a compound is written as one word or as two. Immutable once built; thread-safe.
 */
final class SynonymIndex {
    private final TextLanguage language;
    private final PhraseIndex<Meaning> phrases = new PhraseIndex<>();

    /** Terms of one word, and of two written as one, by what they look like then. */
    private final Map<String, List<Meaning>> joined = new HashMap<>();

    private int size;

    /** A term with what it stands for. */
    private record Meaning(Synonym synonym, List<String> others) {}

    SynonymIndex(TextLanguage language) {
        this.language = language;
    }

    void add(Synonym synonym) {
        size++;
        for (String term : synonym.terms()) {
            List<String> others = synonym.type() == Synonym.Type.EQUIVALENT
                    ? synonym.terms().stream()
                            .filter(other -> !other.equals(term))
                            .toList()
                    : synonym.to();
            Meaning meaning = new Meaning(synonym, others);
            List<QueryWord> words = QueryWord.of(term);
            phrases.add(keys(term, words), meaning);
            if (words.size() <= 2) {
                String one = words.size() == 1
                        ? words.getFirst().text()
                        : words.getFirst().text() + words.getLast().text();
                joined.computeIfAbsent(one, key -> new ArrayList<>(1)).add(meaning);
            }
        }
    }

    /** Where terms of synonyms stand in the query, replacements or the others. */
    List<SynonymHit> find(String query, List<QueryWord> words, boolean replacements, Instant at) {
        if (size == 0 || words.isEmpty()) {
            return List.of();
        }
        Set<SynonymHit> hits = new LinkedHashSet<>();
        PhraseIndex.Found<Meaning> note = (from, to, meaning) -> {
            Synonym synonym = meaning.synonym();
            if ((synonym.type() == Synonym.Type.REPLACEMENT) == replacements
                    && synonym.validity().contains(at)) {
                hits.add(new SynonymHit(
                        words.get(from).start(),
                        words.get(to - 1).end(),
                        meaning.others(),
                        synonym.weight(),
                        synonym.id()));
            }
        };
        phrases.find(keys(query, words), note);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).text();
            noteJoined(word, i, i + 1, note);
            if (i + 1 < words.size()) {
                noteJoined(word + words.get(i + 1).text(), i, i + 2, note);
            }
        }
        return List.copyOf(hits);
    }

    private void noteJoined(String word, int from, int to, PhraseIndex.Found<Meaning> note) {
        for (Meaning meaning : joined.getOrDefault(word, List.of())) {
            note.at(from, to, meaning);
        }
    }

    /** Each word as the analysis makes it; as it stands where the analysis drops it. */
    private List<String> keys(String text, List<QueryWord> words) {
        List<AnalyzedTerm> terms = TextQueryBuilder.terms(text, language);
        List<String> keys = new ArrayList<>(words.size());
        int next = 0;
        for (QueryWord word : words) {
            StringBuilder key = new StringBuilder();
            while (next < terms.size() && terms.get(next).start() < word.end()) {
                if (terms.get(next).start() >= word.start()) {
                    key.append(terms.get(next).text());
                }
                next++;
            }
            keys.add(key.isEmpty() ? word.text() : key.toString());
        }
        return keys;
    }
}
