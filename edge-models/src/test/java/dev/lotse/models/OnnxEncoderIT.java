package dev.lotse.models;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

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
