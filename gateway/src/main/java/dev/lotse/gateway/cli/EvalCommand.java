package dev.lotse.gateway.cli;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.Comparison;
import dev.lotse.gateway.eval.Evaluation;
import dev.lotse.gateway.eval.EvaluationHtml;
import dev.lotse.gateway.eval.EvaluationJson;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.eval.PairedBootstrap;
import dev.lotse.gateway.search.SearchMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotse eval}: measures quality and speed on judged queries. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = {
            "Measures a site's search on judged queries.",
            "Prints nDCG@10, MRR@10, success@1, success@10, recall@100 and the time of a page of 10 results."
        })
final class EvalCommand implements Callable<Integer> {
    private final Workspace.Factory workspaces;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final SiteOption site = new SiteOption();

    @Option(
            names = "--queries",
            required = true,
            paramLabel = "F.jsonl",
            description = "Queries in BEIR form: one JSON object with _id and text per line.")
    private Path queries = Path.of("");

    @Option(
            names = "--qrels",
            required = true,
            paramLabel = "F.tsv",
            description = "Judgements in BEIR form: query id, objectID, grade, separated by tabs.")
    private Path qrels = Path.of("");

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "Language of the queries: de or en (default: detected).")
    private @Nullable String lang;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "hybrid",
            description = "hybrid, keyword or semantic (default: ${DEFAULT-VALUE}).")
    private SearchMode mode = SearchMode.HYBRID;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A search setting for this run, such as fusion.dense-weight=0.6 or de.proximity=0.2; repeatable.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--against",
            paramLabel = "KEY=VALUE[,…]",
            description =
                    "Another run with these settings too, compared with the first, such as rerank.mode=off; repeatable.")
    private List<String> against = new ArrayList<>();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description =
                    "A result that --json wrote; exit code 1 where nDCG@10 is worse than it beyond doubt (95 % interval).")
    private @Nullable Path baseline;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write all runs and comparisons as a page.")
    private @Nullable Path html;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result, query by query, to this file.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    EvalCommand(Workspace.Factory workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public Integer call() throws IOException {
        if (lang != null && !lang.equals("de") && !lang.equals("en")) {
            throw new ParameterException(spec.commandLine(), "--lang is '" + lang + "'; allowed is de or en");
        }
        Judgements judgements = Judgements.read(queries, qrels);
        Map<String, String> overrides = new LinkedHashMap<>();
        set.forEach((key, value) -> overrides.put(qualified(key), value));
        Evaluation.Result result = run(overrides, judgements);
        print(result, judgements);
        if (json != null) {
            EvaluationJson.write(json, result, overrides);
        }
        List<EvaluationHtml.Run> runs = new ArrayList<>();
        runs.add(new EvaluationHtml.Run("first", result, null));
        for (String other : against) {
            Evaluation.Result second = run(with(overrides, other), judgements);
            Comparison comparison = Comparison.of(result, second);
            spec.commandLine().getOut().println();
            spec.commandLine().getOut().println("Against " + other);
            print(second, judgements);
            print(comparison);
            runs.add(new EvaluationHtml.Run(other, second, comparison));
        }
        if (html != null) {
            EvaluationHtml.write(html, site.name(), runs);
        }
        return baseline == null ? 0 : gate(Comparison.withBaseline(baseline, result), baseline);
    }

    private static String qualified(String key) {
        return key.startsWith("search.") || key.startsWith("rerank.") ? key : "search." + key;
    }

    private Map<String, String> with(Map<String, String> overrides, String changes) {
        Map<String, String> all = new LinkedHashMap<>(overrides);
        for (String change : changes.split(",", -1)) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(
                        spec.commandLine(), "--against is '" + changes + "'; allowed is KEY=VALUE, joined by commas");
            }
            all.put(qualified(change.substring(0, equals).strip()), change.substring(equals + 1));
        }
        return all;
    }

    private Evaluation.Result run(Map<String, String> overrides, Judgements judgements) {
        try (Workspace workspace = workspaces.open(data.data(), data.settings(overrides))) {
            PrintWriter err = spec.commandLine().getErr();
            boolean terminal = Terminal.isInteractive();
            return new Evaluation(workspace.search(), NanoClock.SYSTEM)
                    .run(new Evaluation.Plan(site.name(), lang, mode), judgements, (done, of) -> {
                        if (terminal && (done % 20 == 0 || done == of)) {
                            err.print("\r" + done + " of " + of + " searches"
                                    + (done == of ? "\r" + " ".repeat(40) + "\r" : ""));
                            err.flush();
                        }
                    });
        }
    }

    private int gate(Comparison comparison, Path file) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Against the baseline " + file);
        print(comparison);
        if (comparison.ndcg().worse()) {
            spec.commandLine().getErr().println("lotse: the quality is worse than " + file + " beyond doubt");
            return LotseCommand.FAILED;
        }
        return 0;
    }

    private void print(Comparison comparison) {
        PairedBootstrap ndcg = comparison.ndcg();
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(
                Locale.ROOT,
                "%-12s %+.4f, 95 %% within %+.4f to %+.4f, %d better, %d worse",
                "nDCG@10",
                ndcg.difference(),
                ndcg.low(),
                ndcg.high(),
                ndcg.wins(),
                ndcg.losses()));
        out.flush();
    }

    private void print(Evaluation.Result result, Judgements judgements) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Site " + site.name() + ", " + mode.name().toLowerCase(Locale.ROOT) + ", "
                + result.queries().size()
                + " queries" + (lang == null ? "" : " in " + lang)
                + (judgements.unjudged() > 0
                        ? " (" + judgements.unjudged() + " without a relevant page left out)"
                        : ""));
        line(out, "nDCG@10", result.mean().ndcg10());
        line(out, "MRR@10", result.mean().mrr10());
        line(out, "success@1", result.mean().success1());
        line(out, "success@10", result.mean().success10());
        line(out, "recall@100", result.mean().recall100());
        out.println(String.format(
                Locale.ROOT,
                "%-12s p50 %.1f ms, p95 %.1f ms, p99 %.1f ms",
                "latency",
                result.latencies().p50(),
                result.latencies().p95(),
                result.latencies().p99()));
        result.degraded()
                .forEach((step, count) -> out.println("Attention: " + step + " was left out of " + count
                        + " searches; the quality is not comparable."));
        out.flush();
    }

    private static void line(PrintWriter out, String name, double value) {
        out.println(String.format(Locale.ROOT, "%-12s %.4f", name, value));
    }
}
