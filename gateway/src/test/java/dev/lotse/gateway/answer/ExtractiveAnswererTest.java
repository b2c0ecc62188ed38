package dev.lotse.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.answer.Answerer.Draft;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.gateway.retrieval.VocabularyLexicon;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtractiveAnswererTest {
    private static final float[] VECTOR = {1};
    private static final VocabularyLexicon LEXICON = new VocabularyLexicon(
            Map.of("de", 40), Map.of("de", Map.of("wasser", 10, "kubikmeter", 2, "trinkwasser", 5)), word -> word);
    private static final PageDocument WATER = page(
            "Trinkwasser",
            "Unser Trinkwasser kommt aus 14 Brunnen.\nEin Kubikmeter Trinkwasser kostet 2,12 €."
                    + "\nDer Preis galt auch 2025: 2,12 € je Kubikmeter Trinkwasser."
                    + "\nMenge | Preis\nbis 5 Kubikmeter | 9,80 €");

    private long now;
    private final ExtractiveAnswerer answerer = new ExtractiveAnswerer();

    @Test
    void theSentenceThatSaysItIsQuotedWordForWord() {
        assertThat(quotes("Was kostet ein Kubikmeter Trinkwasser?"))
                .isNotEmpty()
                .allMatch(quote -> WATER.page().sections().getFirst().text().contains(quote))
                .contains("Ein Kubikmeter Trinkwasser kostet 2,12 €.");
    }

    @Test
    void aRowOfATableComesWithItsHead() {
        assertThat(quotes("Welcher Preis gilt bis 5 Kubikmeter?"))
                .containsExactly("Menge | Preis", "bis 5 Kubikmeter | 9,80 €");
    }

    @Test
    void aFactOfTheWrongKindIsNoAnswer() {
        assertThat(ask("Unter welcher Nummer erreiche ich das Trinkwasser?"))
                .isEqualTo(new Draft.Unsupported(AnswerOutcome.Reason.FACT_MISSING));
    }

    @Test
    void aYearThatNoSentenceNamesIsNotAnsweredByAnother() {
        assertThat(ask("Was kostete ein Kubikmeter Trinkwasser im Jahr 2019?"))
                .isEqualTo(new Draft.Unsupported(AnswerOutcome.Reason.THIN_CONTEXT));
        assertThat(quotes("Was kostete ein Kubikmeter Trinkwasser im Jahr 2025?"))
                .containsExactly("Der Preis galt auch 2025: 2,12 € je Kubikmeter Trinkwasser.");
    }

    @Test
    void aSubjectThatThePagesLackIsRefused() {
        assertThat(ask("Was kostet ein Hydrantenstandrohr?"))
                .isEqualTo(new Draft.Unsupported(AnswerOutcome.Reason.THIN_CONTEXT));
    }

    @Test
    void whenTheTimeIsUpNothingIsRead() {
        Deadline deadline = Deadline.in(Duration.ofMillis(5), () -> now);
        now = Duration.ofMillis(6).toNanos();

        assertThat(answerer.answer(question("Was kostet ein Kubikmeter Trinkwasser?"), List.of(WATER), deadline))
                .isEqualTo(new Draft.Unsupported(AnswerOutcome.Reason.TIMEOUT));
    }

    private List<String> quotes(String question) {
        assertThat(ask(question)).isInstanceOf(Draft.Grounded.class);
        return ((Draft.Grounded) ask(question))
                .quotes().stream().map(Answerer.Quote::text).toList();
    }

    private Draft ask(String question) {
        return answerer.answer(question(question), List.of(WATER), Deadline.in(Duration.ofSeconds(1), () -> now));
    }

    private static Question question(String text) {
        return Question.of(text, "de", LEXICON, VECTOR);
    }

    /** A page whose passage has the cosine .87 with every question, as a fitting one has. */
    private static PageDocument page(String title, String text) {
        Page page = new Page(
                "w.html",
                "w.html",
                title,
                List.of(),
                "de",
                null,
                null,
                null,
                List.of(),
                List.of(new Page.Section(List.of(), text)),
                List.of(),
                "push");
        return new PageDocument(
                page, List.of(new Passage(0, List.of(), text, "0")), List.of(new float[] {0.87f}), List.of());
    }
}
