package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lotse.models.onnx.OnnxAttribute;
import dev.lotse.models.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that Java wrote, run by ONNX Runtime, against the same sums done in Java. */
class OnnxFeatureScorerIT {
    private static final int COLUMNS = 5;
    private static final int HIDDEN = 7;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private LocalModels models;

    private final float[] w1 = random(1, COLUMNS * HIDDEN);
    private final float[] b1 = random(2, HIDDEN);
    private final float[] w2 = random(3, HIDDEN);
    private final float[] b2 = {0.25f};

    @BeforeEach
    void open() {
        models = new LocalModels(folder.resolve("models"), ModelRegistry.bundled(), ModelOptions.defaults());
    }

    @Test
    void aTrainedNetworkScoresAllRowsInOneRun() throws IOException {
        float[] rows = random(4, 40 * COLUMNS);

        try (FeatureScorer scorer = models.openFeatureScorer(write(network()))) {
            assertThat(scorer.features()).containsExactly("a", "b", "c", "d", "e");
            assertThat(scorer.metadata()).containsEntry("trained-on", "Ä & ß");
            float[] scores = scorer.score(rows, 40);

            assertThat(scores).hasSize(40);
            for (int row = 0; row < 40; row++) {
                assertThat((double) scores[row]).isCloseTo(expected(rows, row), within(1e-5));
            }
            assertThat(scorer.score(new float[0], 0)).isEmpty();
            assertThat(scorer.score(new float[] {Float.NaN, 0, 0, 0, 0}, 1)).containsExactly(Float.NaN);
        }
    }

    @Test
    void poolingAndLookUpOperatorsRun() throws IOException {
        // The mean of the columns that are picked, squashed: ReduceMean, Gather, MatMul, Add, Sub, Sigmoid, Squeeze.
        OnnxGraph graph = new OnnxGraph("operators")
                .input("features", OnnxGraph.Type.FLOAT, "n", "3")
                .constant("picked", new long[] {2, 0}, 2)
                .node("Gather", List.of("features", "picked"), "some", OnnxAttribute.of("axis", 1))
                .constant("mix", new float[] {1, 2, 3, 4}, 2, 2)
                .node("MatMul", List.of("some", "mix"), "mixed")
                .constant("shift", new float[] {0.5f}, 1)
                .node("Add", List.of("mixed", "shift"), "added")
                .node("Sub", List.of("added", "mixed"), "halves")
                .node("Mul", List.of("mixed", "halves"), "halved")
                .node(
                        "ReduceMean",
                        List.of("halved"),
                        "mean",
                        OnnxAttribute.of("axes", List.of(1L)),
                        OnnxAttribute.of("keepdims", 0))
                .node("LeakyRelu", List.of("mean"), "leaky", OnnxAttribute.of("alpha", 0.1f))
                .node("Sigmoid", List.of("leaky"), "scores")
                .output("scores", OnnxGraph.Type.FLOAT, "n")
                .metadata("features", "x,y,z");

        try (FeatureScorer scorer = models.openFeatureScorer(write(graph))) {
            float[] scores = scorer.score(new float[] {1, 9, 2, -1, 9, -2}, 2);

            // Row 1: picked (2, 1), mixed (5, 8), halved (2.5, 4), mean 3.25.
            assertThat((double) scores[0]).isCloseTo(1 / (1 + Math.exp(-3.25)), within(1e-6));
            assertThat((double) scores[1]).isCloseTo(1 / (1 + Math.exp(0.325)), within(1e-6));
        }
    }

    @Test
    void rowsOfTheWrongLengthAreRefused() throws IOException {
        try (FeatureScorer scorer = models.openFeatureScorer(write(network()))) {
            assertThatThrownBy(() -> scorer.score(new float[6], 1)).hasMessage("6 values are not 1 rows of 5");
        }
    }

    @Test
    void metadataMustNameTheColumns() throws IOException {
        Path file = write(network().metadata("features", "a,b"));

        assertThatThrownBy(() -> models.openFeatureScorer(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("features FLOAT [n, 2]")
                .hasMessageContaining("It contains: inputs features FLOAT [-1, 5]; outputs scores FLOAT [-1, 1]");
    }

    @Test
    void anotherOutputIsRefusedWithWhatThereIs() throws IOException {
        OnnxGraph graph = new OnnxGraph("other")
                .input("features", OnnxGraph.Type.FLOAT, "n", "1")
                .node("Relu", List.of("features"), "logits")
                .output("logits", OnnxGraph.Type.FLOAT, "n", "1")
                .metadata("features", "a");
        Path file = write(graph);

        assertThatThrownBy(() -> models.openFeatureScorer(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("an output scores")
                .hasMessageContaining("outputs logits FLOAT");
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Path file = Files.write(folder.resolve("damaged.onnx"), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> models.openFeatureScorer(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aClosedScorerSaysSo() throws IOException {
        FeatureScorer scorer = models.openFeatureScorer(write(network()));
        scorer.close();
        scorer.close();

        assertThatThrownBy(() -> scorer.score(new float[COLUMNS], 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is closed");
    }

    private OnnxGraph network() {
        return new OnnxGraph("perceptron")
                .input("features", OnnxGraph.Type.FLOAT, "n", String.valueOf(COLUMNS))
                .constant("w1", w1, COLUMNS, HIDDEN)
                .constant("b1", b1, HIDDEN)
                .constant("w2", w2, HIDDEN, 1)
                .constant("b2", b2, 1)
                .node("Gemm", List.of("features", "w1", "b1"), "hidden")
                .node("Relu", List.of("hidden"), "active")
                .node("Gemm", List.of("active", "w2", "b2"), "scores")
                .output("scores", OnnxGraph.Type.FLOAT, "n", "1")
                .metadata("features", "a,b,c,d,e")
                .metadata("trained-on", "Ä & ß");
    }

    private double expected(float[] rows, int row) {
        double score = b2[0];
        for (int h = 0; h < HIDDEN; h++) {
            double sum = b1[h];
            for (int c = 0; c < COLUMNS; c++) {
                sum += (double) rows[row * COLUMNS + c] * w1[c * HIDDEN + h];
            }
            score += Math.max(0, sum) * w2[h];
        }
        return score;
    }

    private Path write(OnnxGraph graph) throws IOException {
        Path file = folder.resolve("network.onnx");
        graph.writeTo(file);
        return file;
    }

    private static float[] random(long seed, int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
