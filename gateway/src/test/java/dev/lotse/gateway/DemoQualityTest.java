package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.Evaluation;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.search.SearchMode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lexical half of search on the demo site's judged queries, without a model so that it runs everywhere. The floors are
 * what was measured, less .01.
 */
class DemoQualityTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path data;

    @SuppressWarnings("NullAway.Init") // set before each test
    private EmbeddedWorkspace workspace;

    @BeforeEach
    void index() {
        workspace =
                new EmbeddedWorkspace(data, TestGateway.settings(Map.of(), Map.of()), models -> new HashingEncoder());
        workspace
                .ingest()
                .run("demo", workspace.sources().folder(Path.of("src/main/resources/demo-site"), null), progress -> {});
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private double ndcg(String lang) {
        Path folder = Path.of("../benchmarks/quality/demo");
        Judgements judgements =
                Judgements.read(folder.resolve("queries." + lang + ".jsonl"), folder.resolve("qrels." + lang + ".tsv"));
        return new Evaluation(workspace.search(), NanoClock.SYSTEM)
                .run(new Evaluation.Plan("demo", lang, SearchMode.KEYWORD), judgements, (done, of) -> {})
                .mean()
                .ndcg10();
    }

    @Test
    void wordsFindTheRightPagesInBothLanguages() {
        assertThat(ndcg("de")).isGreaterThan(0.650);
        assertThat(ndcg("en")).isGreaterThan(0.616);
    }
}
