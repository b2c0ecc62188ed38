package dev.lotse.gateway.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CompoundSplitterTest {
    private final CompoundSplitter splitter = new CompoundSplitter(Map.of(
            "drucker",
            20,
            "patronen",
            5,
            "rechnung",
            50,
            "nummer",
            30,
            "zahlung",
            12,
            "frist",
            9,
            "stadt",
            3,
            "stadtwerke",
            80));

    @Test
    void splitsAtTheBorderOfKnownWords() {
        assertThat(splitter.split("druckerpatronen")).containsExactly("drucker", "patronen");
    }

    @Test
    void leavesLinkingLettersOut() {
        assertThat(splitter.split("rechnungsnummer")).containsExactly("rechnung", "nummer");
        assertThat(splitter.split("zahlungsfrist")).containsExactly("zahlung", "frist");
    }

    @Test
    void doesNotSplitWhatIsNotMadeOfKnownWords() {
        assertThat(splitter.split("rechnungswesen")).isEmpty();
        assertThat(splitter.split("rechnung")).isEmpty();
        assertThat(splitter.split("")).isEmpty();
        assertThat(splitter.split("x".repeat(500))).isEmpty();
    }

    @Test
    void aWordIsNotItsOwnPart() {
        assertThat(splitter.split("stadtwerke")).isEmpty();
    }
}
