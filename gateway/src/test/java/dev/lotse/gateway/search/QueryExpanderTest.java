package dev.lotse.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.retrieval.VocabularyLexicon;
import dev.lotse.gateway.rules.QueryWord;
import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextLanguage;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class QueryExpanderTest {
    private final VocabularyLexicon lexicon = new VocabularyLexicon(
            Map.of("de", 100, "en", 90),
            Map.of(
                    "de",
                    Map.of("drucker", 20, "patronen", 9, "druckerpatronen", 2, "rechnung", 40, "zähler", 7),
                    "en",
                    Map.of("bill", 30, "meter", 9)),
            UnaryOperator.identity());
    private final SearchSettings.LanguageSettings german =
            SearchSettings.defaults().of(TextLanguage.GERMAN);

    private List<Expansion> expand(String query, String lang) {
        return QueryExpander.expand(QueryWord.of(query), lang, lexicon, german);
    }

    @Test
    void aCompoundIsAlsoLookedForAsItsParts() {
        assertThat(expand("Druckerpatronen", "de")).anySatisfy(expansion -> {
            assertThat(expansion.text()).isEqualTo("drucker patronen");
            assertThat(expansion.kind()).isEqualTo(Expansion.Kind.COMPOUND);
            assertThat(expansion.start()).isZero();
            assertThat(expansion.end()).isEqualTo(15);
        });
    }

    @Test
    void neighboursAreAlsoLookedForAsACompound() {
        assertThat(expand("neue Drucker Patronen", "de")).anySatisfy(expansion -> {
            assertThat(expansion.text()).isEqualTo("druckerpatronen");
            assertThat(expansion.start()).isEqualTo(5);
            assertThat(expansion.end()).isEqualTo(21);
        });
    }

    @Test
    void aWordIsAlsoLookedForInsideCompounds() {
        assertThat(expand("patronen", "de")).extracting(Expansion::text).containsExactly("druckerpatronen");
    }

    @Test
    void onlyWordsThatTheSiteLacksAreCorrected() {
        List<Expansion> misspelt = expand("Rechnug", "de");
        assertThat(misspelt).extracting(Expansion::text).containsExactly("rechnung");
        assertThat(QueryExpander.corrected("Rechnug zahlen", misspelt)).isEqualTo("rechnung zahlen");

        assertThat(expand("Rechnung", "de")).isEmpty();
        assertThat(QueryExpander.corrected("Rechnung", List.of())).isEqualTo("Rechnung");
    }

    @Test
    void severalCorrectionsOfOneWordReplaceItOnce() {
        Expansion first = new Expansion(5, 10, "zähler", 0.5f, Expansion.Kind.TYPO);
        Expansion second = new Expansion(5, 10, "zähle", 0.5f, Expansion.Kind.TYPO);
        Expansion last = new Expansion(11, 14, "strom", 0.5f, Expansion.Kind.TYPO);

        assertThat(QueryExpander.corrected("mein zaler str", List.of(first, second, last)))
                .isEqualTo("mein zähler strom");
    }

    @Test
    void weightZeroSwitchesAKindOff() {
        SearchSettings off =
                SearchSettings.defaults().with("compound-weight", "0").with("typo-weight", "0");

        assertThat(QueryExpander.expand(
                        QueryWord.of("Druckerpatronen Rechnug"), "de", lexicon, off.of(TextLanguage.GERMAN)))
                .isEmpty();
    }

    @Test
    void theLanguageIsTheOneWhoseWordsTheSiteHas() {
        assertThat(QueryLanguage.of(List.of("rechnung"), lexicon)).containsExactly("de");
        assertThat(QueryLanguage.of(List.of("meter", "bill"), lexicon)).containsExactly("en");
        assertThat(QueryLanguage.of(List.of("xyz"), lexicon)).containsExactlyInAnyOrder("de", "en");
        assertThat(QueryLanguage.of(List.of(), lexicon)).hasSize(2);
    }
}
