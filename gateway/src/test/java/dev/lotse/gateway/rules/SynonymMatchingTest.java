package dev.lotse.gateway.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynonymMatchingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static Synonym synonym(String id, Synonym.Type type, String lang, List<String> terms, List<String> to) {
        return new Synonym(id, type, lang, terms, to, 0.9f, "", Validity.ALWAYS);
    }

    private static CompiledRules compiled(Synonym... synonyms) {
        return CompiledRules.compile("1", RuleSet.of(List.of(synonyms)));
    }

    private static List<SynonymHit> find(CompiledRules rules, String query, String lang) {
        return rules.synonyms(query, QueryWord.of(query), lang, NOW);
    }

    @Test
    void equivalentTermsFindEachOther() {
        CompiledRules rules = compiled(
                synonym("s", Synonym.Type.EQUIVALENT, "de", List.of("Handy", "Smartphone", "Mobiltelefon"), List.of()));

        assertThat(find(rules, "neues Smartphone kaufen", "de"))
                .containsExactly(new SynonymHit(6, 16, List.of("Handy", "Mobiltelefon"), 0.9f, "s"));
        assertThat(find(rules, "neues Smartphone kaufen", "en")).isEmpty();
    }

    @Test
    void oneWayTermsFindTheOthersAndNotTheOtherWayRound() {
        CompiledRules rules =
                compiled(synonym("s", Synonym.Type.ONE_WAY, "*", List.of("Handy"), List.of("Smartphone")));

        assertThat(find(rules, "handy", "en")).hasSize(1);
        assertThat(find(rules, "smartphone", "en")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // Inflection, several words, a compound written apart and a pair written as one.
        "Rechnung, Rechnungen",
        "Zählerstand melden, wie Zählerstände melden",
        "Handyvertrag, Handy Vertrag",
        "Handy Vertrag, Handyvertrag",
    })
    void aTermIsFoundInTheFormsOfItsLanguage(String term, String query) {
        CompiledRules rules = compiled(synonym("s", Synonym.Type.ONE_WAY, "de", List.of(term), List.of("x")));

        assertThat(find(rules, query, "de")).extracting(SynonymHit::id).containsExactly("s");
    }

    @Test
    void replacementsAreMadeFromLeftToRightTheLongestFirst() {
        CompiledRules rules = compiled(
                synonym("short", Synonym.Type.REPLACEMENT, "de", List.of("EVU"), List.of("Versorger")),
                synonym(
                        "long",
                        Synonym.Type.REPLACEMENT,
                        "de",
                        List.of("EVU Nummer"),
                        List.of("Kundennummer", "Vertragsnummer")));

        Rewrite rewrite = rules.rewrite("Wo ist EVU Nummer?", QueryWord.of("Wo ist EVU Nummer?"), "de", NOW);

        assertThat(rewrite.query()).isEqualTo("Wo ist Kundennummer?");
        assertThat(rewrite.synonyms()).containsExactly("long");
        assertThat(rewrite.alternatives())
                .containsExactly(new SynonymHit(7, 19, List.of("Vertragsnummer"), 0.9f, "long"));
    }

    @Test
    void aReplacementThatLeadsBackToItselfIsNoRelease() {
        RuleSet circle = RuleSet.of(List.of(
                synonym("a", Synonym.Type.REPLACEMENT, "de", List.of("Gas"), List.of("Erdgas")),
                synonym("b", Synonym.Type.REPLACEMENT, "*", List.of("erdgas"), List.of("gas"))));

        assertThat(CompiledRules.problems(circle))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.detail()).contains("leads back"));
        assertThatIllegalArgumentException().isThrownBy(() -> CompiledRules.compile("1", circle));
    }

    @Test
    void aTermThatIsReplacedTwiceIsNoRelease() {
        assertThat(CompiledRules.problems(RuleSet.of(List.of(
                        synonym("a", Synonym.Type.REPLACEMENT, "de", List.of("Gas"), List.of("Erdgas")),
                        synonym("b", Synonym.Type.REPLACEMENT, "de", List.of("gas"), List.of("Biogas"))))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("'gas'", "synonym a", "synonym b"));
    }

    @Test
    void aSynonymHoldsInItsTimeOnly() {
        Synonym later = new Synonym(
                "s",
                Synonym.Type.ONE_WAY,
                "*",
                List.of("gas"),
                List.of("erdgas"),
                1,
                "",
                new Validity(NOW.plusSeconds(1), null));

        assertThat(find(compiled(later), "gas", "de")).isEmpty();
    }
}
