package dev.lotse.gateway.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelOptions;
import dev.lotse.models.ModelRegistry;
import dev.lotse.ranking.rerank.Candidates;
import dev.lotse.ranking.rerank.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerankModelsTest {
    private static final String ENCODER = "e5-small-v2-q@1.11.0-beta19";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private RerankModels models(RerankSettings settings) {
        LocalModels local = new LocalModels(folder.resolve("models"), ModelRegistry.bundled(), ModelOptions.defaults());
        return new RerankModels(local, folder.resolve("rerank"), settings, NanoClock.SYSTEM);
    }

    @Test
    void theModelThatShipsRunsWhereItWasMeasuredToHelpAndScoresCandidates() {
        try (RerankModels models = models(RerankSettings.defaults())) {
            Reranker.Choice choice = models.choose("site", "de", ENCODER);

            assertThat(choice).isInstanceOf(Reranker.Choice.Use.class);
            if (choice instanceof Reranker.Choice.Use use) {
                assertThat(models.fingerprint("site")).endsWith(use.version());
                Candidates candidates = new Candidates(2);
                candidates.set(0, Feature.TITLE_EXACT, 1);
                candidates.set(0, Feature.DENSE, 0.9);
                float[] scores = use.scorer().score(candidates);
                assertThat(scores).hasSize(2);
                assertThat(Float.isFinite(scores[0]) && Float.isFinite(scores[1]))
                        .isTrue();
                assertThat(scores[0]).isNotEqualTo(scores[1]);
            }
        }
    }

    @Test
    void itIsLeftAloneInOtherLanguagesAndWithOtherEncoders() {
        try (RerankModels models = models(RerankSettings.defaults())) {
            assertThat(models.choose("site", "fr", ENCODER))
                    .isInstanceOfSatisfying(
                            Reranker.Choice.Skip.class,
                            skip -> assertThat(skip.reason()).contains("not measured to help in 'fr'"));
            assertThat(models.choose("site", "de", "other@1"))
                    .isInstanceOfSatisfying(
                            Reranker.Choice.Skip.class,
                            skip -> assertThat(skip.reason()).contains("the index has other@1"));
        }
    }

    @Test
    void aDamagedModelOfASiteIsBrokenAndNamesItsFile() throws IOException {
        Files.createDirectories(folder.resolve("rerank"));
        Files.write(folder.resolve("rerank/site.onnx"), new byte[] {1, 2, 3});

        try (RerankModels models = models(RerankSettings.defaults())) {
            assertThat(models.choose("site", "de", ENCODER))
                    .isInstanceOfSatisfying(
                            Reranker.Choice.Broken.class,
                            broken -> assertThat(broken.reason()).contains("site.onnx"));
            assertThat(models.choose("other", "de", ENCODER)).isInstanceOf(Reranker.Choice.Use.class);
        }
    }

    @Test
    void offIsOff() {
        try (RerankModels models = models(new RerankSettings(false, 50))) {
            assertThat(models.choose("site", "de", ENCODER)).isInstanceOf(Reranker.Choice.Skip.class);
        }
    }
}
