package dev.lotse.gateway.ingest.passage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceSplitterTest {
    private static List<String> german(String line) {
        return new SentenceSplitter("de").split(line);
    }

    private static List<String> english(String line) {
        return new SentenceSplitter("en").split(line);
    }

    @Test
    void germanAbbreviationsEndNoSentence() {
        assertThat(german("Geräte, z. B. Herde, kosten ca. 5 Euro. Nr. 7 gilt bzw. Nr. 8."))
                .containsExactly("Geräte, z. B. Herde, kosten ca. 5 Euro.", "Nr. 7 gilt bzw. Nr. 8.");
        assertThat(german("Siehe Dr. Meier, Tel. 0461 555. Das gilt i. d. R. Montags."))
                .containsExactly("Siehe Dr. Meier, Tel. 0461 555.", "Das gilt i. d. R. Montags.");
    }

    @Test
    void germanDatesAndOrdinalsEndNoSentence() {
        assertThat(german("Der Topf endet am 30. November 2026. Danach gilt der 1. Rang."))
                .containsExactly("Der Topf endet am 30. November 2026.", "Danach gilt der 1. Rang.");
    }

    @Test
    void englishAbbreviationsAndInitialsEndNoSentence() {
        assertThat(english("Ask Mr. Smith, e.g. about J. R. Tolkien. He knows vs. others."))
                .containsExactly("Ask Mr. Smith, e.g. about J. R. Tolkien.", "He knows vs. others.");
    }

    @Test
    void numbersVersionsAndFileNamesStayWhole() {
        assertThat(english("Version 1.2.3 reads config.yaml files. It costs 3.50 euros."))
                .containsExactly("Version 1.2.3 reads config.yaml files.", "It costs 3.50 euros.");
    }

    @Test
    void questionsAndExclamationsEndSentences() {
        assertThat(german("Was kostet das? Nichts! Gut.")).containsExactly("Was kostet das?", "Nichts!", "Gut.");
    }

    @Test
    void aLineWithoutAnEndIsOneSentence() {
        assertThat(german("Anwendung | Dateierweiterungen")).containsExactly("Anwendung | Dateierweiterungen");
        assertThat(german("  ")).isEmpty();
    }
}
