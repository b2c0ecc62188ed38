package dev.lotse.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final String TEXT =
            "Ich bin eva@example.de, auch eva@example.de oder ina@example.de, Tel. 0431 123456 [1] [X].";
    private final Redaction redaction = new Redaction(new PersonalDataFinder());

    @Test
    void replacesTheSameDataByTheSamePlaceholder() {
        assertThat(redaction.redact(TEXT))
                .isEqualTo("Ich bin [EMAIL_1], auch [EMAIL_1] oder [EMAIL_2], Tel. [PHONE_1] [1] [X].");
    }

    @Test
    void countsOnAcrossTheTextsOfARequest() {
        redaction.redact("eva@example.de");
        assertThat(redaction.redact("ina@example.de, eva@example.de")).isEqualTo("[EMAIL_2], [EMAIL_1]");
        assertThat(redaction.counts()).containsEntry(PersonalDataKind.EMAIL, 2);
    }

    @Test
    void restoresWhatItReplacedAndNothingElse() {
        redaction.redact(TEXT);
        assertThat(redaction.restore("An [EMAIL_2] [EMAIL_3] [note] [EMAIL_1"))
                .isEqualTo("An ina@example.de [EMAIL_3] [note] [EMAIL_1");
    }

    @Test
    void doesNotUseAPlaceholderThatTheTextHolds() {
        assertThat(redaction.redact("[EMAIL_1] ist nicht eva@example.de")).isEqualTo("[EMAIL_1] ist nicht [EMAIL_2]");
    }

    @Test
    void escapesWithinJson() {
        redaction.redact("Passwort: a\"b\\c12345");
        var restorer = redaction.restorer(true);
        assertThat(restorer.feed("{\"p\":\"[API_KEY_1]\"}") + restorer.end()).isEqualTo("{\"p\":\"a\\\"b\\\\c12345\"}");
    }

    @Test
    void passesOnAtOnceWhatCannotBeAPlaceholder() {
        redaction.redact(TEXT);
        var restorer = redaction.restorer(false);
        assertThat(restorer.feed("Hallo [EM")).isEqualTo("Hallo ");
        assertThat(restorer.feed("AIL_1], siehe [")).isEqualTo("eva@example.de, siehe ");
        assertThat(restorer.feed("1 a] [")).isEqualTo("[1 a] ");
        assertThat(restorer.end()).isEqualTo("[");
    }

    @Test
    void neverShowsTheData() {
        redaction.redact(TEXT);
        assertThat(redaction.toString()).doesNotContain("eva").doesNotContain("0431");
    }

    @Property(tries = 500)
    void restoresTheSameHoweverTheAnswerIsCut(@ForAll @Size(max = 30) List<@IntRange(min = 1, max = 7) Integer> cuts) {
        var fresh = new Redaction(new PersonalDataFinder());
        var redacted = fresh.redact(TEXT);
        var restorer = fresh.restorer(false);
        var restored = new StringBuilder();
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(redacted.length(), from + cut);
            restored.append(restorer.feed(redacted.substring(from, to)));
            from = to;
        }
        restored.append(restorer.feed(redacted.substring(from))).append(restorer.end());
        assertThat(restored.toString()).isEqualTo(TEXT);
    }
}
