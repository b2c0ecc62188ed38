package dev.lotse.gateway.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes runs and their comparisons as one HTML page without scripts. */
public final class EvaluationHtml {
    private static final int MAX_CHANGES = 25;

    /** Width of a plot in pixels, which stands for a difference of ±0.1. */
    private static final int PLOT = 300;

    private EvaluationHtml() {}

    /**
     * A run.
     *
     * @param name what was different about it
     * @param against the comparison with the first run, or null for the first
     */
    public record Run(
            String name, Evaluation.Result result, @Nullable Comparison against) {}

    /** Writes the page. */
    public static void write(Path file, String site, List<Run> runs) throws IOException {
        StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>")
                .append(escape("Quality of " + site))
                .append("</title>\n<style>body{font:16px/1.5 system-ui;margin:2rem;max-width:70rem}")
                .append("table{border-collapse:collapse;margin:1rem 0}")
                .append("td,th{border:1px solid #999;padding:.25rem .6rem;text-align:left}")
                .append("</style>\n<h1>")
                .append(escape("Quality of " + site))
                .append("</h1>\n<table><tr><th>run<th>queries<th>nDCG@10<th>MRR@10<th>success@1<th>success@10")
                .append("<th>recall@100<th>p50 ms<th>against the first, 95 %<th>better / worse</tr>\n");
        for (Run run : runs) {
            RankingMetrics mean = run.result().mean();
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s<td>%d<td>%.4f<td>%.4f<td>%.4f<td>%.4f<td>%.4f<td>%.1f",
                    escape(run.name()),
                    run.result().queries().size(),
                    mean.ndcg10(),
                    mean.mrr10(),
                    mean.success1(),
                    mean.success10(),
                    mean.recall100(),
                    run.result().latencies().p50()));
            Comparison against = run.against();
            if (against == null) {
                html.append("<td><td></tr>\n");
            } else {
                html.append(String.format(
                        Locale.ROOT,
                        "<td>%s %+.4f (%+.4f to %+.4f)<td>%d / %d</tr>%n",
                        plot(against.ndcg()),
                        against.ndcg().difference(),
                        against.ndcg().low(),
                        against.ndcg().high(),
                        against.ndcg().wins(),
                        against.ndcg().losses()));
            }
        }
        html.append("</table>\n");
        for (Run run : runs) {
            Comparison against = run.against();
            if (against != null) {
                List<Comparison.Change> changes = against.changes();
                html.append("<h2>").append(escape(run.name())).append("</h2>\n");
                changes(html, "Better", changes.subList(0, Math.min(MAX_CHANGES, changes.size())), true);
                changes(
                        html,
                        "Worse",
                        changes.subList(Math.max(0, changes.size() - MAX_CHANGES), changes.size())
                                .reversed(),
                        false);
            }
        }
        Files.writeString(file, html);
    }

    private static String plot(PairedBootstrap difference) {
        double middle = PLOT / 2.0;
        double scale = middle / 0.1;
        double low = Math.clamp(middle + difference.low() * scale, 0, PLOT);
        double high = Math.clamp(middle + difference.high() * scale, 0, PLOT);
        double at = Math.clamp(middle + difference.difference() * scale, 0, PLOT);
        return String.format(
                Locale.ROOT,
                "<svg width=\"%d\" height=\"16\" role=\"img\" aria-label=\"interval of the difference, from -0.1 to 0.1\">"
                        + "<path d=\"M%.1f 0v16\" stroke=\"#999\"/><path d=\"M%.1f 8H%.1f\" stroke=\"%s\" stroke-width=\"3\"/>"
                        + "<circle cx=\"%.1f\" cy=\"8\" r=\"4\"/></svg>",
                PLOT,
                middle,
                low,
                high,
                difference.better() ? "#080" : difference.worse() ? "#b00" : "#555",
                at);
    }

    private static void changes(StringBuilder html, String name, List<Comparison.Change> changes, boolean up) {
        html.append("<table><caption>").append(name).append("</caption><tr><th>query<th>before<th>after</tr>\n");
        for (Comparison.Change change : changes) {
            if (change.after() > change.before() == up) {
                html.append(String.format(
                        Locale.ROOT,
                        "<tr><td>%s<td>%.3f<td>%.3f</tr>%n",
                        escape(change.text()),
                        change.before(),
                        change.after()));
            }
        }
        html.append("</table>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
