package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.models.onnx.OnnxAttribute;
import dev.lotse.models.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tiny cross-encoder, written here, with a real tokeniser: its logit is the sum of a weight of each token of the
 * second text, so every score is known beforehand.
 */
class OnnxPairScorerIT {
    private static final int VOCABULARY = 30_522;
    private static final int SEP = 102;
    private static final Duration PATIENT = Duration.ofSeconds(60);

    // One folder for all tests: unpacking the model takes longer than most of them.
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path tokenizer;

    @BeforeEach
    void unpack() {
        tokenizer = new LocalModels(folder.resolve("models"), ModelRegistry.bundled(), ModelOptions.defaults())
                .fetch(ModelRegistry.DEFAULT_ENCODER)
                .tokenizer();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void scoresEachPassageInItsPlaceWhateverTheBatch(int batchTokens) throws IOException {
        List<String> passages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            passages.add("passage " + i + " about the water meter ".repeat(i % 4));
        }

        try (PairScorer scorer = open(network(true), batchTokens)) {
            float[] scores = scorer.score("when is it read", passages, PATIENT);

            assertThat(scores).hasSize(30);
            for (int i = 0; i < 30; i++) {
                assertThat((double) scores[i]).isCloseTo(expected(passages.get(i), 512), within(1e-3));
            }
        }
    }

    @Test
    void aLongPassageIsCutToTheWindow() throws IOException {
        String passage = "meter ".repeat(3000);
        try (PairScorer scorer = open(network(true), 1)) {
            // [CLS] read [SEP] 508 tokens [SEP]
            double expected = 508 * weight(8316) + weight(SEP);

            assertThat((double) scorer.score("read", List.of(passage), PATIENT)[0])
                    .isCloseTo(expected, within(0.05));
        }
    }

    @Test
    void aNetworkWithoutTokenTypesIsGivenNone() throws IOException {
        try (PairScorer scorer = open(network(false), 1)) {
            assertThat(scorer.score("read", List.of("meter", "meter meter"), PATIENT))
                    .hasSize(2);
        }
    }

    @Test
    void whenTheTimeIsUpWhatIsReadyIsReturned() throws IOException {
        List<String> passages = IntStream.range(0, 300)
                .mapToObj(i -> "meter ".repeat(i % 7 + 1))
                .toList();
        try (PairScorer scorer = open(network(true), 1)) {
            float[] all = scorer.score("read", passages, PATIENT);
            float[] some = scorer.score("read", passages, Duration.ZERO);

            assertThat(all).hasSize(300);
            assertThat(some).hasSizeLessThan(300).isEqualTo(Arrays.copyOf(all, some.length));
            assertThat(scorer.score("read", List.of(), PATIENT)).isEmpty();
        }
    }

    @Test
    void anEncoderIsRefusedWithWhatItContains() {
        Path encoder = new LocalModels(folder.resolve("models"), ModelRegistry.bundled(), ModelOptions.defaults())
                .fetch(ModelRegistry.DEFAULT_ENCODER)
                .onnx();

        assertThatThrownBy(() -> open(encoder, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("one logit, FLOAT [batch, 1]")
                .hasMessageContaining("last_hidden_state FLOAT [-1, -1, 384]");
    }

    @Test
    void aTokenizerThatDoesNotJoinTextsIsRefused() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(Files.readString(tokenizer));
        json.putNull("post_processor");
        Path single = Files.writeString(folder.resolve("single.json"), mapper.writeValueAsString(json));
        tokenizer = single;

        assertThatThrownBy(() -> open(network(true), 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(single.toString())
                .hasMessageContaining("does not join two texts");
    }

    @Test
    void aClosedScorerSaysSo() throws IOException {
        PairScorer scorer = open(network(true), 1);
        scorer.close();
        scorer.close();

        assertThatThrownBy(() -> scorer.score("read", List.of("meter"), PATIENT))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("closed");
    }

    private PairScorer open(Path network, int batchTokens) {
        ModelSpec spec = new ModelSpec(
                "ranker",
                "1",
                ModelSpec.Kind.CROSS_ENCODER,
                "file:" + network,
                "",
                "file:" + tokenizer,
                "",
                "MIT",
                0,
                ModelSpec.Pooling.NONE,
                "",
                "",
                512,
                List.of("en"));
        return new LocalModels(
                        folder.resolve("models"),
                        ModelRegistry.of(List.of(spec)),
                        new ModelOptions(2, 1, PATIENT, batchTokens))
                .openPairScorer("ranker");
    }

    private static double weight(int id) {
        return (id % 97) / 97.0;
    }

    private double expected(String passage, int maxTokens) {
        try (TextTokenizer own = TextTokenizer.load(tokenizer)) {
            double sum = weight(SEP);
            for (long id : own.head(passage, maxTokens)) {
                sum += weight((int) id);
            }
            return sum;
        }
    }

    /** Sum over tokens of weight × mask × type; without types, over all tokens. */
    private Path network(boolean typed) throws IOException {
        float[] weights = new float[VOCABULARY];
        for (int id = 0; id < VOCABULARY; id++) {
            weights[id] = (float) weight(id);
        }
        OnnxAttribute toFloat = OnnxAttribute.of("to", 1);
        OnnxGraph graph = new OnnxGraph("tiny cross-encoder")
                .input("input_ids", OnnxGraph.Type.INT64, "batch", "sequence")
                .input("attention_mask", OnnxGraph.Type.INT64, "batch", "sequence")
                .constant("weights", weights, VOCABULARY)
                .constant("axis", new long[] {1}, 1)
                .node("Gather", List.of("weights", "input_ids"), "weighed")
                .node("Cast", List.of("attention_mask"), "mask", toFloat)
                .node("Mul", List.of("weighed", "mask"), "own");
        if (typed) {
            graph.input("token_type_ids", OnnxGraph.Type.INT64, "batch", "sequence")
                    .node("Cast", List.of("token_type_ids"), "types", toFloat)
                    .node("Mul", List.of("own", "types"), "second")
                    .node("ReduceSum", List.of("second", "axis"), "logits", OnnxAttribute.of("keepdims", 1));
        } else {
            graph.node("ReduceSum", List.of("own", "axis"), "logits", OnnxAttribute.of("keepdims", 1));
        }
        Path file = folder.resolve("ranker.onnx");
        graph.output("logits", OnnxGraph.Type.FLOAT, "batch", "1").writeTo(file);
        return file;
    }
}
