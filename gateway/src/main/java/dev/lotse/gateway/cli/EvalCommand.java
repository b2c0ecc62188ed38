package dev.lotse.gateway.cli;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.Evaluation;
import dev.lotse.gateway.eval.EvaluationJson;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.search.SearchMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    @Option(
            names = {"-s", "--site"},
            required = true,
            paramLabel = "NAME",
            converter = SiteConverter.class,
            description = "Site to measure.")
    private String site = "";

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
        set.forEach((key, value) -> overrides.put(key.startsWith("search.") ? key : "search." + key, value));
        GatewaySettings settings = data.settings(overrides);
        try (Workspace workspace = workspaces.open(data.data(), settings)) {
            PrintWriter err = spec.commandLine().getErr();
            boolean terminal = Terminal.isInteractive();
            Evaluation.Result result = new Evaluation(workspace.search(), NanoClock.SYSTEM)
                    .run(new Evaluation.Plan(site, lang, mode), judgements, (done, of) -> {
                        if (terminal && (done % 20 == 0 || done == of)) {
                            err.print("\r" + done + " of " + of + " searches"
                                    + (done == of ? "\r" + " ".repeat(40) + "\r" : ""));
                            err.flush();
                        }
                    });
            print(result, judgements);
            if (json != null) {
                EvaluationJson.write(json, result, overrides);
            }
            return 0;
        }
    }

    private void print(Evaluation.Result result, Judgements judgements) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Site " + site + ", " + mode.name().toLowerCase(Locale.ROOT) + ", "
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
