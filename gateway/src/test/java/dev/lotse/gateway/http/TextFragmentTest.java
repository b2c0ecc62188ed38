package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.retrieval.PageHit;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextFragmentTest {
    private static final String URL = "https://example.org/a";

    @Test
    void theSentenceOfTheFirstHighlightIsQuoted() {
        assertThat(of("Erster Satz. Der Tarif ist günstig. Dritter Satz.", "Tarif"))
                .isEqualTo(URL + "#:~:text=Der%20Tarif%20ist%20g%C3%BCnstig.");
    }

    @Test
    void aLongSentenceIsQuotedByItsFirstAndLastWords() {
        assertThat(of(
                        "Wer seinen Vertrag vor dem Ablauf der Frist von vierzehn Tagen widerruft, zahlt nur den"
                                + " Verbrauch bis zu diesem Tag.",
                        "Vertrag"))
                .isEqualTo(URL + "#:~:text=Wer%20seinen%20Vertrag%20vor,bis%20zu%20diesem%20Tag.");
    }

    @Test
    void charactersWithAMeaningInTheDirectiveAreEncoded() {
        assertThat(of("E-Mail, Post & Fax: 100 %", "Post"))
                .isEqualTo(URL + "#:~:text=E%2DMail%2C%20Post%20%26%20Fax%3A%20100%20%25");
    }

    @Test
    void withoutHighlightsTheFirstSentenceIsQuoted() {
        assertThat(TextFragment.url(URL, "Eins zwei. Drei vier.", List.of())).isEqualTo(URL + "#:~:text=Eins%20zwei.");
    }

    @Test
    void aFragmentThatIsThereStays() {
        assertThat(TextFragment.url(URL + "#abschnitt", "Eins zwei.", List.of()))
                .isEqualTo(URL + "#abschnitt:~:text=Eins%20zwei.");
    }

    @Test
    void aQuoteDoesNotReachOverAParagraph() {
        assertThat(of("Überschrift\nDer Absatz", "Absatz")).isEqualTo(URL + "#:~:text=Der%20Absatz");
    }

    @Test
    void nothingToQuoteLeavesThePlainUrl() {
        assertThat(TextFragment.url(URL, " . ", List.of())).isEqualTo(URL);
    }

    private static String of(String passage, String highlighted) {
        int at = passage.indexOf(highlighted);
        return TextFragment.url(URL, passage, List.of(new PageHit.Span(at, at + highlighted.length())));
    }
}
