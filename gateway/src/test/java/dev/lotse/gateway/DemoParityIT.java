package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.Evaluation;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchEngine;
import dev.lotse.gateway.retrieval.elasticsearch.SharedNode;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchPipeline;
import dev.lotse.gateway.search.SearchSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same pages, the same queries, the same ranking: on both engines. */
@ExtendWith(SharedNode.class)
@Tag("cluster")
class DemoParityIT {
    private static final Path SITE = Path.of("src/main/resources/demo-site");
    private static final Path JUDGED = Path.of("../benchmarks/quality/demo");
    private static final String NAME = "demo";

    @TempDir
    private Path data;

    private static void copy(SearchEngine from, SearchEngine to) {
        try (GenerationWriter writer = to.newGeneration(NAME, from.info(NAME))) {
            from.forEachPage(NAME, writer::add);
            writer.publish();
        }
    }

    private static Evaluation.Result evaluate(
            SearchEngine engine, HashingEncoder encoder, String lang, SearchMode mode) {
        Judgements judgements =
                Judgements.read(JUDGED.resolve("queries." + lang + ".jsonl"), JUDGED.resolve("qrels." + lang + ".tsv"));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            SearchPipeline pipeline = new SearchPipeline(
                    engine, encoder, SearchSettings.defaults(), executor, NanoClock.SYSTEM, InstantSource.system());
            return new Evaluation(pipeline, NanoClock.SYSTEM)
                    .run(new Evaluation.Plan(NAME, lang, mode), judgements, (done, of) -> {});
        }
    }

    @Test
    void theDemoSiteIsRankedTheSameByBothEngines(SharedNode.Place place) {
        HashingEncoder encoder = new HashingEncoder();
        try (EmbeddedWorkspace workspace =
                        new EmbeddedWorkspace(data, TestGateway.settings(Map.of(), Map.of()), models -> encoder);
                ElasticsearchEngine cluster =
                        new ElasticsearchEngine(place.settings(), NanoClock.SYSTEM, InstantSource.system())) {
            workspace.ingest().run(NAME, workspace.sources().folder(SITE, null), progress -> {});
            copy(workspace.engine(), cluster);
            for (String lang : List.of("de", "en")) {
                for (SearchMode mode : List.of(SearchMode.KEYWORD, SearchMode.HYBRID)) {
                    Evaluation.Result embedded = evaluate(workspace.engine(), encoder, lang, mode);
                    Evaluation.Result clustered = evaluate(cluster, encoder, lang, mode);

                    assertThat(clustered.degraded()).isEmpty();
                    assertThat(clustered.mean().ndcg10())
                            .as("%s %s", lang, mode)
                            .isEqualTo(embedded.mean().ndcg10(), within(0.01));
                    if (mode == SearchMode.KEYWORD) {
                        assertThat(sameTop3(embedded, clustered)).as(lang).isGreaterThanOrEqualTo(0.95);
                    }
                    // By meaning the vectors of this test lie so close together that rounding to 8 bits reorders them.
                }
            }
        }
    }

    private static double sameTop3(Evaluation.Result a, Evaluation.Result b) {
        int queries = a.queries().size();
        return IntStream.range(0, queries)
                        .filter(i -> top3(a, i).equals(top3(b, i)))
                        .count()
                / (double) queries;
    }

    private static List<String> top3(Evaluation.Result result, int query) {
        List<String> best = result.queries().get(query).best();
        return best.subList(0, Math.min(3, best.size()));
    }
}
