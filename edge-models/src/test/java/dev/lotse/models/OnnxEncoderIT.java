package dev.lotse.models;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default encoder, for real. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnnxEncoderIT {
    private static final String LONG_TEXT = "The water meter is read once a year in autumn. ".repeat(200);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Encoder encoder;

    @BeforeAll
    void open(@TempDir Path folder) {
        ModelOptions options = new ModelOptions(2, 1, Duration.ofSeconds(60), ModelOptions.DEFAULT_BATCH_TOKENS);
        encoder = new LocalModels(folder, ModelRegistry.bundled(), options).openEncoder(ModelRegistry.DEFAULT_ENCODER);
    }

    @AfterAll
    void close() {
        encoder.close();
    }

    @Test
    void givesUnitVectorsOfTheModelsDimension() {
        float[] vector =
                encoder.encodeQuery("how do I read my water meter", false).vector();

        assertThat(vector).hasSize(384);
        assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void aQueryIsNearerToItsAnswerThanToAnotherText() {
        float[] query = encoder.encodeQuery("when is the meter read", false).vector();
        List<Encoding> passages = encoder.encodePassages(
                List.of("Our staff read the water meter once a year, in October.", "The swimming pool opens at eight."),
                false);

        assertThat(cosine(query, passages.get(0).vector()))
                .isGreaterThan(cosine(query, passages.get(1).vector()) + 0.05);
    }

    @Test
    void resultsKeepTheOrderOfTheTexts() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            texts.add("Tariff number " + i + " " + "and the fee that belongs to it ".repeat(i % 7));
        }
        List<Encoding> together = encoder.encodePassages(texts, false);

        for (int i = 0; i < texts.size(); i += 5) {
            float[] alone = encoder.encodePassages(List.of(texts.get(i)), false)
                    .getFirst()
                    .vector();
            assertThat(together.get(i).vector()).isEqualTo(alone);
        }
    }

    @Test
    void tokenVectorsAreTheTextsOwn() {
        String text = "water meter";
        Encoding encoding = encoder.encodeQuery(text, true);
        TokenVectors tokens = requireNonNull(encoding.tokens());

        assertThat(tokens.count()).isEqualTo(encoder.countTokens(text)).isEqualTo(2);
        assertThat(tokens.values()).hasSize(2 * 384);
        // [CLS] query : water meter [SEP]
        assertThat(encoding.tokenCount()).isEqualTo(6);
        assertThat(tokens.ids()[0]).isEqualTo(2300);
    }

    @Test
    void aTextLongerThanTheWindowIsCut() {
        Encoding encoding = encoder.encodeQuery(LONG_TEXT, true);

        assertThat(encoding.truncated()).isTrue();
        assertThat(encoding.tokenCount()).isEqualTo(512);
        assertThat(requireNonNull(encoding.tokens()).count()).isEqualTo(512 - 2 - 2);
        assertThat(encoder.encodeQuery("short", false).truncated()).isFalse();
    }

    @Test
    void anEmptyTextHasAVectorAndNoTokens() {
        Encoding encoding = encoder.encodeQuery("", true);

        assertThat(cosine(encoding.vector(), encoding.vector())).isCloseTo(1, within(1e-5));
        assertThat(requireNonNull(encoding.tokens()).count()).isZero();
        assertThat(encoder.countTokens("")).isZero();
        assertThat(encoder.encodePassages(List.of(), true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "   ",
                "\u0000\u0001\u001b",
                "\ud800 a lone surrogate \udc00",
                "😀😀😀",
                "[CLS] [SEP] [PAD] [MASK]",
                "Straßenbahn-Fahrplan für Österreich",
                "日本語のテキスト",
                "\u202eright to left"
            })
    void anyTextHasAUnitVectorAndAsManyTokenVectorsAsItHasTokens(String text) {
        Encoding encoding = encoder.encodeQuery(text, true);

        assertThat(cosine(encoding.vector(), encoding.vector())).isCloseTo(1, within(1e-5));
        assertThat(requireNonNull(encoding.tokens()).count()).isEqualTo(encoder.countTokens(text));
        assertThat(encoding.truncated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "日", "\ud83d\ude00", "word "})
    void aHugeTextIsCutAndNotTokenisedWhole(String part) {
        Encoding encoding =
                encoder.encodePassages(List.of(part.repeat(5_000_000)), false).getFirst();

        assertThat(encoding.truncated()).isTrue();
        assertThat(encoding.tokenCount()).isLessThanOrEqualTo(512);
    }

    @Test
    void tokenVectorsAreUnitVectorsThatDependOnTheirContext() {
        float[] river = tokenVector("the bank of the river", 1);
        float[] money = tokenVector("the bank of the money", 1);

        assertThat(cosine(river, river)).isCloseTo(1, within(1e-5));
        assertThat(cosine(river, money)).isBetween(0.5, 0.995);
    }

    private float[] tokenVector(String text, int index) {
        TokenVectors tokens = requireNonNull(encoder.encodeQuery(text, true).tokens());
        return Arrays.copyOfRange(tokens.values(), index * tokens.dimension(), (index + 1) * tokens.dimension());
    }

    @Test
    void queriesAndPassagesAreEncodedDifferently() {
        float[] query = encoder.encodeQuery("water meter", false).vector();
        float[] passage =
                encoder.encodePassages(List.of("water meter"), false).getFirst().vector();

        assertThat(cosine(query, passage)).isLessThan(0.999);
    }

    @Test
    void manyThreadsGetTheSameVectorsAsOne() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            texts.add("Tariff " + i + " of the municipal utility" + " and its annual fee".repeat(i % 5));
        }
        List<float[]> expected = texts.stream()
                .map(text -> encoder.encodeQuery(text, false).vector())
                .toList();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<float[]>> results = new ArrayList<>();
            for (String text : texts) {
                results.add(
                        callers.submit(() -> encoder.encodeQuery(text, false).vector()));
            }
            for (int i = 0; i < texts.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void batchesChangeTheVectorsOfAQuantisedModelOnlyALittle(@TempDir Path folder) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            texts.add("The fee number " + i + " is due in " + "spring or in autumn ".repeat(i));
        }
        List<Encoding> alone = encoder.encodePassages(texts, false);

        try (Encoder batching = new LocalModels(
                        folder, ModelRegistry.bundled(), new ModelOptions(1, 1, Duration.ofSeconds(60), 512))
                .openEncoder(ModelRegistry.DEFAULT_ENCODER)) {
            List<Encoding> together = batching.encodePassages(texts, false);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(cosine(alone.get(i).vector(), together.get(i).vector()))
                        .isGreaterThan(0.99);
            }
        }
    }

    @Test
    void aClosedEncoderSaysSo(@TempDir Path folder) {
        Encoder closed = new LocalModels(folder, ModelRegistry.bundled(), ModelOptions.defaults())
                .openEncoder(ModelRegistry.DEFAULT_ENCODER);
        closed.close();
        closed.close();

        assertThatThrownBy(() -> closed.encodeQuery("anything", false))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("closed");
    }

    static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
