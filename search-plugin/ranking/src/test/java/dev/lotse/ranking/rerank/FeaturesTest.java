package dev.lotse.ranking.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private static PageTerms page(String title, String... headings) {
        return PageTerms.of(TextLanguage.GERMAN, title, List.of(headings), "Hier steht der Anfang.", 120, 3, 2);
    }

    private static Candidates describe(PageTerms page, String query, Expansion... expansions) {
        Candidates candidates = new Candidates(1);
        QueryTerms.of(new TextQuery(query, TextLanguage.GERMAN, Map.of(), List.of(expansions), 0, 0, 0), term -> 1)
                .describe(page, candidates, 0);
        return candidates;
    }

    @Test
    void theSameWordsAsTheTitleAreAnExactMatch() {
        Candidates found = describe(page("Umzug melden"), "umzug melden");

        assertThat(found.get(0, Feature.TITLE_EXACT)).isEqualTo(1);
        assertThat(found.get(0, Feature.COVER_TITLE)).isEqualTo(1);
        assertThat(found.get(0, Feature.TITLE_PRECISION)).isEqualTo(1);
        assertThat(found.get(0, Feature.TITLE_PAIRS)).isEqualTo(1);
    }

    @Test
    void aPartOfTheTitleIsNone() {
        Candidates found = describe(page("Umzug rechtzeitig melden"), "umzug melden");

        assertThat(found.get(0, Feature.TITLE_EXACT)).isZero();
        assertThat(found.get(0, Feature.TITLE_PRECISION)).isCloseTo(2f / 3, within(1e-6f));
        assertThat(found.get(0, Feature.TITLE_PAIRS)).isZero();
    }

    @Test
    void anAlternativeCoversItsWordByItsWeight() {
        Candidates found = describe(
                page("Tarife der Fernwärme"),
                "heizung",
                new Expansion(0, 7, "Fernwärme", 0.5f, Expansion.Kind.SYNONYM));

        assertThat(found.get(0, Feature.COVER_TITLE)).isEqualTo(0.5f);
    }

    @Test
    void aWordInsideACompoundIsSeen() {
        Candidates found = describe(page("Druckerpatronen", "Tinte"), "patrone");

        assertThat(found.get(0, Feature.COMPOUND_TITLE)).isEqualTo(1);
        assertThat(found.get(0, Feature.COMPOUND_HEADINGS)).isZero();
    }

    @Test
    void theBestHeadingCounts() {
        Candidates found = describe(page("Service", "Umzug melden", "Anderes"), "umzug melden");

        assertThat(found.get(0, Feature.HEADING_BEST)).isEqualTo(1);
        assertThat(found.get(0, Feature.TEXT_PAIRS)).isEqualTo(1);
    }

    @Test
    void whatIsStoredComesBack() {
        PageTerms page = page("Umzug melden", "Wann", "Wie geht das", "");
        byte[] bytes = page.toBytes();

        assertThat(PageTerms.read(bytes, 0, bytes.length)).isEqualTo(page);
        assertThatThrownBy(() -> PageTerms.read(new byte[] {'9', ' ', 'x'}, 0, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyColumnHasANameOfItsOwn() {
        assertThat(Feature.columns()).doesNotHaveDuplicates().hasSize(Candidates.width());
        assertThat(Feature.columns().get(Feature.LATE_MEAN.column())).isEqualTo("late_mean");
    }

    @Test
    void scaledColumnsAreSpreadOverTheCandidatesAndNothingIsNaN() {
        Candidates candidates = new Candidates(3);
        candidates.set(0, Feature.DENSE, 0.8);
        candidates.set(1, Feature.DENSE, 0.6);
        candidates.set(2, Feature.DENSE, 0.7);
        candidates.set(2, Feature.LEXICAL, Double.NaN);
        int column = Feature.columns().indexOf("dense_scaled");

        float[] rows = candidates.rows();

        assertThat(rows[column]).isEqualTo(1);
        assertThat(rows[Candidates.width() + column]).isZero();
        assertThat(rows[2 * Candidates.width() + column]).isCloseTo(0.5f, within(1e-5f));
        assertThat(rows).doesNotContain(Float.NaN);
    }

    @Test
    void noCandidatesHaveNoRows() {
        assertThat(new Candidates(0).rows()).isEmpty();
    }
}
