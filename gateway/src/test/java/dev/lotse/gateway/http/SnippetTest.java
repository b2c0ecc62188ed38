package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.retrieval.PageHit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SnippetTest {
    private static final String FILLER = "Hier steht ein Satz über etwas anderes. ";

    @Test
    void aShortPassageIsShownWhole() {
        Snippet snippet = Snippet.of("Der Tarif gilt.", List.of(new PageHit.Span(4, 9)));

        assertThat(snippet.text()).isEqualTo("Der Tarif gilt.");
        assertThat(snippet.highlights()).containsExactly(new PageHit.Span(4, 9));
    }

    @Test
    void aLongPassageIsCutAroundTheHighlightAtSentences() {
        String passage = FILLER.repeat(15) + "Der Tarif gilt zwölf Monate. " + FILLER.repeat(15);
        int at = passage.indexOf("Tarif");

        Snippet snippet = Snippet.of(passage, List.of(new PageHit.Span(at, at + 5)));

        assertThat(snippet.text())
                .startsWith("…Der Tarif gilt zwölf Monate. Hier steht")
                .endsWith(".…");
        assertThat(marked(snippet)).containsExactly("Tarif");
    }

    @Test
    void theCutShowsAsManyHighlightsAsPossible() {
        String passage = "Tarif. " + FILLER.repeat(15) + "Strom Tarif Preis. " + FILLER.repeat(10);
        List<PageHit.Span> spans = new ArrayList<>();
        spans.add(new PageHit.Span(0, 5));
        for (String word : List.of("Strom", "Tarif Preis")) {
            int at = passage.indexOf(word, 10);
            spans.add(new PageHit.Span(at, at + word.length()));
        }

        assertThat(marked(Snippet.of(passage, spans))).containsExactly("Strom", "Tarif Preis");
    }

    @Test
    void lineEndsStayAndHaveASeparatorForRunningText() {
        Snippet snippet = Snippet.of("eins\nzwei.\ndrei", List.of());

        assertThat(snippet.text()).isEqualTo("eins\nzwei.\ndrei");
        assertThat(snippet.separator(4)).isEqualTo(" · ");
        assertThat(snippet.separator(10)).isEqualTo(" ");
    }

    @Property(tries = 300)
    void highlightsKeepTheirWordsWhereverTheyAre(
            @ForAll @IntRange(min = 0, max = 40) int before, @ForAll @IntRange(min = 0, max = 40) int after) {
        String passage = "Wort und 😀 mehr ".repeat(before) + "TREFFER" + " dann 😀 Text.".repeat(after);
        int at = passage.indexOf("TREFFER");

        Snippet snippet = Snippet.of(passage, List.of(new PageHit.Span(at, at + 7)));

        assertThat(marked(snippet)).containsExactly("TREFFER");
        assertThat(snippet.text().length()).isLessThanOrEqualTo(Snippet.MAX_LENGTH + 2);
        assertThat(snippet.text().codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
                .isTrue();
    }

    @Property(tries = 50)
    void textWithoutSpacesIsCutBetweenCharacters(@ForAll @IntRange(min = 150, max = 400) int length) {
        Snippet snippet = Snippet.of("😀".repeat(length), List.of());

        assertThat(snippet.text().codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
                .isTrue();
    }

    private static List<String> marked(Snippet snippet) {
        return snippet.highlights().stream()
                .map(span -> snippet.text().substring(span.start(), span.end()))
                .toList();
    }
}
