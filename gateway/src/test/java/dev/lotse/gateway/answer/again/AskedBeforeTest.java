package dev.lotse.gateway.answer.again;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AskedBeforeTest {
    private static final float[] HERE = {1, 0};
    private static final float[] NEAR = {0.95f, 0.31225f};
    private static final float[] FAR = {0.8f, 0.6f};

    private final AskedBefore<String> asked = new AskedBefore<>(0.9, 3);

    @Test
    void findsTheSameQuestionInOtherWordsWhereItsMeaningIsNear() {
        asked.remember("docs", "1", "Was kostet der Eintritt?", "de", HERE, "a");

        assertThat(asked.find("docs", "1", "Wie teuer ist der Eintritt?", NEAR)).contains("a");
        assertThat(asked.find("docs", "1", "Wie teuer ist der Eintritt?", FAR)).isEmpty();
        assertThat(asked.find("docs", "1", "Wie teuer ist der Austritt?", HERE)).isEmpty();
        assertThat(asked.find("docs", "1", "Wie teuer ist der Eintritt?", new float[] {1, 0, 0}))
                .as("a vector of another model")
                .isEmpty();
    }

    @Test
    void forgetsWhatWasAnsweredUnderAnotherVersion() {
        asked.remember("docs", "1", "Was kostet der Eintritt?", "de", HERE, "a");
        assertThat(asked.find("docs", "2", "Was kostet der Eintritt?", HERE)).isEmpty();
        assertThat(asked.find("other", "1", "Was kostet der Eintritt?", HERE)).isEmpty();

        asked.remember("docs", "2", "Was kostet der Austritt?", "de", HERE, "b");
        assertThat(asked.find("docs", "1", "Was kostet der Eintritt?", HERE)).isEmpty();
    }

    @Test
    void remembersTheLatestOnly() {
        for (String word : List.of("Wasser", "Strom", "Gas", "Licht")) {
            asked.remember("docs", "1", "Was kostet " + word + "?", "de", HERE, word);
        }
        assertThat(asked.find("docs", "1", "Wie viel kostet Wasser?", HERE)).isEmpty();
        assertThat(asked.find("docs", "1", "Wie viel kostet Strom?", HERE)).contains("Strom");
    }

    @Test
    void comparesNothingInALanguageThatItDoesNotKnow() {
        asked.remember("docs", "1", "Combien coûte l'entrée ?", "fr", HERE, "a");
        assertThat(asked.find("docs", "1", "Combien coûte l'entrée ?", HERE)).isEmpty();
    }

    /** The floor is what was measured (docs/answers.md): without any model, by the words alone. */
    @Test
    void noneOfThePublishedPairsThatDifferIsTakenForOneAndMostOfTheOthersAre() throws IOException {
        List<String> wrong = new ArrayList<>();
        int same = 0;
        int found = 0;
        int all = 0;
        for (Pair pair : Pair.published()) {
            boolean hit = AskedBefore.areTheSame(pair.lang(), pair.first(), pair.second());
            assertThat(AskedBefore.areTheSame(pair.lang(), pair.second(), pair.first()))
                    .as("the other way round: %s", pair)
                    .isEqualTo(hit);
            all++;
            same += pair.same() ? 1 : 0;
            found += pair.same() && hit ? 1 : 0;
            if (hit && !pair.same()) {
                wrong.add(pair.toString());
            }
        }

        assertThat(all).isGreaterThanOrEqualTo(300);
        assertThat(wrong).isEmpty();
        assertThat((double) found / same).as("%d of %d", found, same).isGreaterThanOrEqualTo(0.8);
    }

    /** A line of the suite. */
    record Pair(String lang, boolean same, String category, String first, String second) {
        static List<Pair> published() throws IOException {
            try (InputStream in = Objects.requireNonNull(
                    AskedBeforeTest.class.getResourceAsStream("/dev/lotse/gateway/answer/questions-again.tsv"))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.split("\t", -1))
                        .map(cells -> new Pair(cells[0], cells[1].equals("same"), cells[2], cells[3], cells[4]))
                        .toList();
            }
        }
    }
}
