package dev.lotse.gateway.cli;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.eval.RankingMetrics;
import dev.lotse.gateway.train.CandidateCollector;
import dev.lotse.gateway.train.CandidateList;
import dev.lotse.gateway.train.CrossValidation;
import dev.lotse.gateway.train.RerankerTraining;
import dev.lotse.gateway.train.SiteQueries;
import dev.lotse.gateway.train.TrainingQuery;
import dev.lotse.models.Encoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotse train reranker}: learns how candidates are reordered. */
@Command(
        name = "reranker",
        mixinStandardHelpOptions = true,
        description = {
            "Learns how the best candidates of a search are reordered, from judged queries or from the site itself.",
            "Scores it on pages that it did not learn from, and switches it on for the languages where it is better beyond doubt."
        })
final class TrainRerankerCommand implements Callable<Integer> {
    private final Workspace.Factory workspaces;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(
            names = "--judged",
            paramLabel = "SITE:LANG:QUERIES:QRELS",
            split = ",",
            description = "Judged queries in BEIR form, for a site and a language; repeatable.")
    private List<String> judged = new ArrayList<>();

    @Option(
            names = "--self",
            paramLabel = "SITE",
            split = ",",
            description = "Site whose link texts, headings and titles are queries; repeatable.")
    private List<String> self = new ArrayList<>();

    @Option(
            names = "--self-queries",
            paramLabel = "N",
            defaultValue = "1500",
            description = "Most queries that are taken from each site (default: ${DEFAULT-VALUE}).")
    private int selfQueries = 1500;

    @Option(
            names = "--train-on-self-only",
            description = "Use the judgements for scoring only: what a site without any can expect.")
    private boolean selfOnly;

    @Option(
            names = "--folds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Parts of the cross-validation by page, 2 to 20 (default: ${DEFAULT-VALUE}).")
    private int folds = 5;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of everything random.")
    private long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "FILE.onnx",
            description = "Where the model goes (default: DIR/rerank/SITE.onnx of the first site); its card beside it.")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    TrainRerankerCommand(Workspace.Factory workspaces) {
        this.workspaces = workspaces;
    }

    private record Judged(String site, String lang, Path queries, Path qrels) {}

    @Override
    public Integer call() throws IOException {
        List<Judged> sets = judged.stream().map(this::judged).toList();
        if (sets.isEmpty() && self.isEmpty()) {
            throw usage("nothing to learn from: give --judged or --self");
        }
        if (folds < 2 || folds > 20) {
            throw usage("--folds is " + folds + "; allowed is 2 to 20");
        }
        if (selfOnly && (self.isEmpty() || sets.isEmpty())) {
            throw usage("--train-on-self-only needs --self to learn from and --judged to score on");
        }
        GatewaySettings settings = data.settings(Map.of());
        try (Workspace workspace = workspaces.open(data.data(), settings)) {
            Encoder encoder = workspace.encoder();
            CandidateCollector collector = new CandidateCollector(
                    workspace::search, NanoClock.SYSTEM, settings.rerank().depth());
            List<CandidateList> lists = new ArrayList<>();
            for (Judged set : sets) {
                lists.addAll(collect(collector, set.site(), queries(set)));
            }
            for (String site : self) {
                lists.addAll(collect(collector, site, SiteQueries.of(workspace.engine(), site, selfQueries, seed)));
            }
            RerankerTraining training = new RerankerTraining(encoder.model().versionedId(), folds, seed);
            Set<String> scored = sets.isEmpty() ? Set.of("link") : Set.of("judgements");
            RerankerTraining.Result result = training.train(lists, scored, selfOnly);
            String first = sets.isEmpty() ? self.getFirst() : sets.getFirst().site();
            Path file = out != null ? out : data.data().resolve("rerank").resolve(first + ".onnx");
            result.write(file);
            print(result.validation(), file);
            return 0;
        }
    }

    private List<CandidateList> collect(CandidateCollector collector, String site, List<TrainingQuery> queries) {
        PrintWriter err = spec.commandLine().getErr();
        boolean terminal = Terminal.isInteractive();
        return collector.collect(site, queries, done -> {
            if (terminal && (done % 20 == 0 || done == queries.size())) {
                err.print("\r" + site + ": " + done + " of " + queries.size() + " searches"
                        + (done == queries.size() ? "\r" + " ".repeat(60) + "\r" : ""));
                err.flush();
            }
        });
    }

    private static List<TrainingQuery> queries(Judged set) {
        return Judgements.read(set.queries(), set.qrels()).queries().stream()
                .map(query -> new TrainingQuery(query.text(), set.lang(), query.grades(), "judgements", Set.of(), 1f))
                .toList();
    }

    private Judged judged(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4) {
            throw usage("--judged is '" + text + "'; allowed is SITE:LANG:QUERIES:QRELS");
        }
        return new Judged(parts[0], parts[1], Path.of(parts[2]), Path.of(parts[3]));
    }

    private void print(CrossValidation validation, Path file) {
        PrintWriter writer = spec.commandLine().getOut();
        validation.byLanguage().forEach((lang, score) -> {
            writer.printf(Locale.ROOT, "%s, %d held-out queries%n", lang, score.queries());
            line(writer, "nDCG@10", score.fused(), score.reranked(), RankingMetrics::ndcg10);
            line(writer, "success@1", score.fused(), score.reranked(), RankingMetrics::success1);
            writer.printf(
                    Locale.ROOT,
                    "  nDCG@10 %+.4f, 95 %% within %+.4f to %+.4f, %d better, %d worse%n",
                    score.ndcg().difference(),
                    score.ndcg().low(),
                    score.ndcg().high(),
                    score.ndcg().wins(),
                    score.ndcg().losses());
        });
        writer.println("Model: " + file);
        writer.flush();
    }

    private interface Metric {
        double of(RankingMetrics metrics);
    }

    private static void line(
            PrintWriter writer, String name, RankingMetrics before, RankingMetrics after, Metric metric) {
        writer.printf(Locale.ROOT, "  %-10s %.4f -> %.4f%n", name, metric.of(before), metric.of(after));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
