package dev.lotse.gateway.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lotse.gateway.rerank.Reranker.Choice;
import dev.lotse.gateway.rerank.TextScorer.Scored;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelOptions;
import dev.lotse.models.ModelRegistry;
import dev.lotse.models.onnx.OnnxAttribute;
import dev.lotse.models.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tiny cross-encoder, written here as ONNX and run by ONNX Runtime with a real tokeniser: its logit is the number of tokens of
 * the second text, so the longest text is the best.
 */
class CrossEncoderTest {
    private static final TextScorer.Query QUERY = new TextScorer.Query("docs", "Zählerstand", "de");
    private static final List<String> TEXTS = List.of("meter", "the water meter and the gas meter", "the water meter");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path folder;

    private static LocalModels models() throws IOException {
        Path tokenizer = new LocalModels(folder.resolve("models"), ModelRegistry.bundled(), ModelOptions.defaults())
                .fetch(ModelRegistry.DEFAULT_ENCODER)
                .tokenizer();
        Path network = folder.resolve("lengths.onnx");
        OnnxAttribute toFloat = OnnxAttribute.of("to", 1);
        new OnnxGraph("tiny cross-encoder")
                .input("input_ids", OnnxGraph.Type.INT64, "batch", "sequence")
                .input("attention_mask", OnnxGraph.Type.INT64, "batch", "sequence")
                .input("token_type_ids", OnnxGraph.Type.INT64, "batch", "sequence")
                .constant("axis", new long[] {1}, 1)
                .node("Cast", List.of("attention_mask"), "mask", toFloat)
                .node("Cast", List.of("token_type_ids"), "second", toFloat)
                .node("Mul", List.of("mask", "second"), "own")
                .node("ReduceSum", List.of("own", "axis"), "logits", OnnxAttribute.of("keepdims", 1))
                .output("logits", OnnxGraph.Type.FLOAT, "batch", "1")
                .writeTo(network);
        Path registry = Files.writeString(folder.resolve("registry.json"), """
                {"models": [
                  {"id": "lengths", "version": "1", "kind": "CROSS_ENCODER", "source": "file:lengths.onnx",
                   "tokenizerSource": "file:%s", "licence": "MIT", "maxTokens": 512, "languages": ["de", "en"]},
                  {"id": "gone", "version": "1", "kind": "CROSS_ENCODER", "source": "file:gone.onnx",
                   "tokenizerSource": "file:%s", "licence": "MIT", "maxTokens": 512, "languages": ["de"]}]}
                """.formatted(tokenizer, tokenizer));
        return new LocalModels(
                folder.resolve("models"), ModelRegistry.bundled().plus(registry), ModelOptions.defaults());
    }

    private static SiteRerankers rerankers(String model) throws IOException {
        RerankModel wanted = RerankModel.parse(model).orElseThrow();
        RerankSettings settings = new RerankSettings(
                true,
                new RerankSettings.Wanted(new RerankModel.Features(), 50),
                Map.of("docs", new RerankSettings.Wanted(wanted, 30)));
        return new SiteRerankers(settings, Reranker.off("the others have none"), models()::openPairScorer);
    }

    private static Choice opened(SiteRerankers rerankers) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> rerankers.choose("docs", "de", "any@1"),
                        choice -> !(choice instanceof Choice.Broken(String reason)) || !reason.contains("loaded"));
    }

    @Test
    void aSitesCrossEncoderReadsQueryAndTexts() throws IOException {
        try (SiteRerankers rerankers = rerankers("cross-encoder:lengths")) {
            // The first search does not wait for a model to be loaded.
            assertThat(rerankers.choose("docs", "de", "any@1")).isInstanceOf(Choice.Broken.class);
            assertThat(opened(rerankers)).isInstanceOfSatisfying(Choice.Texts.class, texts -> {
                assertThat(texts.version()).isEqualTo("lengths@1");
                assertThat(texts.depth()).isEqualTo(30);
                assertThat(texts.scorer().score(QUERY, TEXTS, Duration.ofSeconds(30)))
                        .isInstanceOfSatisfying(Scored.Some.class, some -> {
                            double[] values = some.values();
                            assertThat(values).hasSize(3);
                            assertThat(values[1]).isGreaterThan(values[2]);
                            assertThat(values[2]).isGreaterThan(values[0]);
                        });
            });
            assertThat(rerankers.choose("other", "de", "any@1")).isEqualTo(new Choice.Skip("the others have none"));
            assertThat(rerankers.fingerprint("docs")).contains("lengths").isNotEqualTo(rerankers.fingerprint("other"));
        }
    }

    @Test
    void withoutTimeThereAreFewerScoresOrNone() throws IOException {
        try (SiteRerankers rerankers = rerankers("cross-encoder:lengths")) {
            Choice.Texts texts = (Choice.Texts) opened(rerankers);
            List<String> many = Collections.nCopies(200, "meter ".repeat(300));

            Scored scored = texts.scorer().score(QUERY, many, Duration.ofNanos(1));

            int got = scored instanceof Scored.Some(double[] values) ? values.length : 0;
            assertThat(got).isLessThan(200);
        }
    }

    @Test
    void aModelThatIsNotThereIsNamed() throws IOException {
        for (String model : List.of("gone", "unheard-of", ModelRegistry.DEFAULT_ENCODER)) {
            try (SiteRerankers rerankers = rerankers("cross-encoder:" + model)) {
                assertThat(opened(rerankers))
                        .isInstanceOfSatisfying(
                                Choice.Broken.class,
                                broken -> assertThat(broken.reason()).contains(model));
            }
        }
    }
}
