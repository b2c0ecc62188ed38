package dev.lotse.gateway.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionIndexTest {

    private static Page page(String id, String title, String lang, String... headings) {
        List<Page.Section> sections = Arrays.stream(headings)
                .map(heading -> new Page.Section(List.of(heading), "Text"))
                .toList();
        return new Page(id, "/" + id, title, List.of(), lang, null, null, null, List.of(), sections, List.of(), "push");
    }

    private static CompletionIndex index(Page... pages) {
        CompletionIndex.Builder builder = new CompletionIndex.Builder();
        for (Page page : pages) {
            builder.add(page);
        }
        return builder.build();
    }

    @Test
    void completesAtAnyWordAndPrefersTheBeginning() {
        CompletionIndex index =
                index(page("a", "Stand des Zählers melden", "de"), page("b", "Zählerstand melden", "de"));

        assertThat(index.complete("zähl", null, 10))
                .extracting(Suggestion::text)
                .containsExactly("Zählerstand melden", "Stand des Zählers melden");
        assertThat(index.complete("zähl", null, 10)).first().satisfies(first -> {
            assertThat(first.kind()).isEqualTo(Suggestion.Kind.PAGE);
            assertThat(first.url()).isEqualTo("/b");
        });
    }

    @Test
    void ignoresCaseAccentsAndPunctuation() {
        CompletionIndex index = index(page("a", "Straßen- und Übergangszeit", "de"));

        assertThat(index.complete("STRASSEN UND ub", null, 10)).hasSize(1);
        assertThat(index.complete("  ", null, 10)).isEmpty();
        assertThat(index.complete("xyz", null, 10)).isEmpty();
    }

    @Test
    void phrasesSharedBySeveralPagesAreOfferedAsQueries() {
        CompletionIndex index = index(
                page("a", "Strom kündigen", "de", "Vertrag kündigen online"),
                page("b", "Gas abmelden", "de", "Vertrag kündigen telefonisch"),
                page("c", "Wasser abmelden", "de", "Wann Sie den Vertrag kündigen"));

        assertThat(index.complete("vertrag k", null, 10))
                .anySatisfy(suggestion -> assertThat(suggestion)
                        .isEqualTo(new Suggestion("Vertrag kündigen", Suggestion.Kind.QUERY, null)));
    }

    @Test
    void keepsToTheLanguageAskedFor() {
        CompletionIndex index = index(page("a", "Internet Störung", "de"), page("b", "Internet fault", "en"));

        assertThat(index.complete("inter", "en", 10))
                .extracting(Suggestion::text)
                .containsExactly("Internet fault");
        assertThat(index.complete("inter", null, 1)).hasSize(1);
    }
}
