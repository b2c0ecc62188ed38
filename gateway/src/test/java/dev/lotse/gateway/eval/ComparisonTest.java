package dev.lotse.gateway.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.search.SearchMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static Evaluation.Result run(double... ndcg) {
        List<Evaluation.QueryResult> queries = new ArrayList<>();
        List<RankingMetrics> all = new ArrayList<>();
        for (int i = 0; i < ndcg.length; i++) {
            RankingMetrics metrics = new RankingMetrics(ndcg[i], ndcg[i], 0, 1, 1);
            all.add(metrics);
            queries.add(new Evaluation.QueryResult("q" + i, "query <" + i + ">", metrics, List.of("a")));
        }
        return new Evaluation.Result(
                new Evaluation.Plan("site", "de", SearchMode.HYBRID),
                RankingMetrics.mean(all),
                Latencies.of(new long[] {1_000_000}),
                queries,
                Map.of(),
                Map.of("index", "1.1"));
    }

    @Test
    void changesAreListedGreatestGainFirst() {
        Comparison comparison = Comparison.of(run(0.5, 0.2, 1, 1), run(0.6, 0.9, 1, 0.4));

        assertThat(comparison.changes()).extracting(Comparison.Change::id).containsExactly("q1", "q0", "q3");
        assertThat(comparison.ndcg().wins()).isEqualTo(2);
        assertThat(comparison.ndcg().losses()).isEqualTo(1);
    }

    @Test
    void aStoredRunIsABaseline() throws IOException {
        Path file = folder.resolve("baseline.json");
        double[] good = new double[40];
        Arrays.fill(good, 1);
        EvaluationJson.write(file, run(good), Map.of());

        assertThat(Comparison.withBaseline(file, run(new double[40])).ndcg().worse())
                .isTrue();
        assertThat(Comparison.withBaseline(file, run(good)).ndcg().worse()).isFalse();
    }

    @Test
    void aBaselineOfOtherQueriesIsRefused() throws IOException {
        Path file = folder.resolve("baseline.json");
        EvaluationJson.write(file, run(1, 1), Map.of());

        assertThatThrownBy(() -> Comparison.withBaseline(file, run(1, 1, 1)))
                .isInstanceOf(JudgementException.class)
                .hasMessageContaining("has 2 queries, this run 3");
    }

    @Test
    void thePageNamesRunsAndEscapesQueries() throws IOException {
        Path file = folder.resolve("report.html");
        Evaluation.Result first = run(0.5, 0.2);
        Evaluation.Result second = run(0.6, 0.1);

        EvaluationHtml.write(
                file,
                "site",
                List.of(
                        new EvaluationHtml.Run("first", first, null),
                        new EvaluationHtml.Run("rerank.mode=off", second, Comparison.of(first, second))));

        assertThat(Files.readString(file))
                .contains("rerank.mode=off", "query &lt;0&gt;", "1 / 1")
                .doesNotContain("query <0>");
    }
}
