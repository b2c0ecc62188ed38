package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.answer.again.AskedBefore;
import dev.lotse.models.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published pairs of questions with the encoder that ships, at the threshold that ships. */
class SimilarQuestionsIT {
    private static final Path SUITE = Path.of("src/test/resources/dev/lotse/gateway/answer/questions-again.tsv");

    @Test
    void noQuestionIsGivenTheAnswerToAnother(@TempDir Path data) throws IOException {
        double threshold = TestGateway.settings(Map.of(), Map.of())
                .answers()
                .cache()
                .similar()
                .threshold();
        List<String> wrong = new ArrayList<>();
        int same = 0;
        int found = 0;
        int nearButDifferent = 0;
        try (EmbeddedWorkspace workspace = new EmbeddedWorkspace(data, TestGateway.settings(Map.of(), Map.of()))) {
            Encoder encoder = workspace.encoder();
            for (String line : Files.readAllLines(SUITE)) {
                String[] cells = line.split("\t", -1);
                float[] first = encoder.encodeQuery(cells[3], false).vector();
                float[] second = encoder.encodeQuery(cells[4], false).vector();
                boolean wanted = cells[1].equals("same");
                AskedBefore<String> asked = new AskedBefore<>(threshold, 1);
                asked.remember("site", "1", cells[3], cells[0], first, "answer");
                boolean hit = asked.find("site", "1", cells[4], second).isPresent();
                same += wanted ? 1 : 0;
                found += wanted && hit ? 1 : 0;
                nearButDifferent += !wanted && cosine(first, second) >= threshold ? 1 : 0;
                if (hit && !wanted) {
                    wrong.add(line);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(nearButDifferent)
                .as("pairs that differ and that the vectors alone would take for one")
                .isGreaterThan(250);
        assertThat((double) found / same).as("%d of %d", found, same).isGreaterThanOrEqualTo(0.78);
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(lengthA * lengthB);
    }
}
