package dev.lotse.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Was kostet eine Zwischenrechnung?|MONEY|Sie kostet 12,50 €.|Sie dauert zwei Tage.",
                "How much does a lead analysis cost?|MONEY|The analysis is €38.|It takes two days.",
                "Wie lange gilt eine Vollmacht?|DURATION|Sie gilt fünf Jahre.|Sie gilt unbefristet.",
                "How long is a quote valid?|DURATION|It is valid for one month.|It is valid until revoked.",
                "Wann startet die Enthärtung?|TIME|Sie startet 2029.|Sie startet bald.",
                "When is the office open?|TIME|It is open on Mondays.|It is open.",
                "Welche Nummer rufe ich an?|PHONE|Rufen Sie 0800 555 0112 an.|Rufen Sie uns 2026 an.",
                "Wie viel Prozent darf ich ändern?|PERCENT|Bis zu 30 Prozent.|Bis zu 30 Euro.",
                "How many flats must it have?|NUMBER|It needs at least eight flats.|It needs some flats."
            })
    void aSentenceMustHaveTheKindOfFactThatIsAskedFor(String question, AnswerKind kind, String fits, String not) {
        assertThat(AnswerKind.of(question)).isEqualTo(kind);
        assertThat(kind.isIn(fits)).isTrue();
        assertThat(kind.isIn(not)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Wer zahlt den Schaden?", "Is the tap water chlorinated?"})
    void otherQuestionsTakeAnySentence(String question) {
        assertThat(AnswerKind.of(question)).isEqualTo(AnswerKind.ANY);
        assertThat(AnswerKind.ANY.isIn("Das Wasser ist klar.")).isTrue();
    }
}
