package dev.lotse.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.gateway.retrieval.VocabularyLexicon;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sentences that follow from a page, and sentences that do not, in {@code citations.tsv}. */
class CitationCheckTest {
    private static final VocabularyLexicon LEXICON =
            new VocabularyLexicon(Map.of("de", 40, "en", 40), Map.of("de", Map.of(), "en", Map.of()), word -> word);

    /**
     * A line of the file.
     *
     * @param supported whether the page says the sentence
     */
    private record Case(boolean supported, String lang, String page, String sentence) {}

    @Test
    void nothingInventedPasses() throws IOException {
        List<String> passed = cases().stream()
                .filter(one -> !one.supported() && passes(one))
                .map(Case::sentence)
                .toList();

        assertThat(passed).isEmpty();
    }

    @Test
    void mostParaphrasesPass() throws IOException {
        List<Case> paraphrases = cases().stream().filter(Case::supported).toList();
        List<String> dropped = paraphrases.stream()
                .filter(one -> !passes(one))
                .map(Case::sentence)
                .toList();

        assertThat(paraphrases).hasSizeGreaterThanOrEqualTo(20);
        assertThat((double) dropped.size() / paraphrases.size())
                .as("dropped: %s", dropped)
                .isLessThanOrEqualTo(0.15);
    }

    @Test
    void mayIsNotFoundInOtherWords() {
        String page = "Antrag: Der Antrag auf Maßnahmen endet am 3. März.";

        assertThat(passes(new Case(true, "de", page, "Der Antrag auf Maßnahmen endet am 3. März.")))
                .isTrue();
        assertThat(passes(new Case(false, "de", page, "Der Antrag auf Maßnahmen endet am 3. Mai.")))
                .isFalse();
    }

    private static boolean passes(Case one) {
        return CitationCheck.STANDARD.supports(one.sentence(), List.of(0), sources(one), question(one.lang()));
    }

    private static Question question(String lang) {
        return Question.of("?", lang, LEXICON, null);
    }

    private static PromptSources sources(Case one) {
        int colon = one.page().indexOf(": ");
        String text = one.page().substring(colon + 2).replace(" / ", "\n");
        Page page = new Page(
                "p",
                "p",
                one.page().substring(0, colon),
                List.of(),
                one.lang(),
                null,
                null,
                null,
                List.of(),
                List.of(new Page.Section(List.of(), text)),
                List.of(),
                "push");
        PageDocument document = new PageDocument(
                page, List.of(new Passage(0, List.of(), text, "0")), List.of(new float[] {1}), List.of());
        return PromptSources.of(question(one.lang()), List.of(document));
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(CitationCheckTest.class.getResourceAsStream("citations.tsv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line : lines.lines().toList()) {
                String[] cells = line.split("\t", -1);
                cases.add(new Case(cells[0].equals("yes"), cells[1], cells[2], cells[3]));
            }
        }
        return cases;
    }
}
