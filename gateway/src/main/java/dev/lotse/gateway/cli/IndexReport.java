package dev.lotse.gateway.cli;

import dev.lotse.gateway.ingest.IngestService;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run did, for people. */
final class IndexReport {
    private static final int SKIPPED_SHOWN = 10;

    private IndexReport() {}

    static void print(String site, Path data, IngestService.Report report, PrintWriter out) {
        out.println("Site " + site + ": " + ProgressLine.count(report.pages()) + " pages, "
                + ProgressLine.count(report.passages()) + " passages ("
                + ProgressLine.count(report.passagesEmbedded()) + " embedded, "
                + ProgressLine.count(report.passagesReused()) + " unchanged)"
                + (report.carriedOver() > 0
                        ? ", and " + ProgressLine.count(report.carriedOver()) + " pages of other sources"
                        : "")
                + " in " + seconds(report) + "; generation " + report.generation() + " is serving.");
        double encoding = report.encoding().toMillis() / 1000.0;
        if (report.passagesEmbedded() > 0 && encoding > 0) {
            out.println(String.format(
                    Locale.ROOT,
                    "Encoder: %.0f passages/s over %.1f s of encoding.",
                    report.passagesEmbedded() / encoding,
                    encoding));
        }
        skipped(report.skipped(), out);
        if (report.pages() == 0) {
            out.println(
                    "No page was found. Folders need .html, .htm or .md files; see the list above for what was left out.");
        } else {
            out.println("Try: lotse search --data " + data + " --site " + site + " \"your words\"");
        }
        out.flush();
    }

    private static void skipped(Map<String, String> skipped, PrintWriter out) {
        if (skipped.isEmpty()) {
            return;
        }
        Map<String, Long> reasons = new LinkedHashMap<>();
        skipped.values().forEach(reason -> reasons.merge(reason, 1L, Long::sum));
        out.println("Left out: " + ProgressLine.count(skipped.size()));
        if (reasons.size() <= SKIPPED_SHOWN && reasons.size() < skipped.size()) {
            reasons.forEach((reason, count) -> out.println("  " + ProgressLine.count(count) + " × " + reason));
        }
        skipped.entrySet().stream()
                .limit(SKIPPED_SHOWN)
                .forEach(entry -> out.println("  " + entry.getKey() + ": " + entry.getValue()));
        if (skipped.size() > SKIPPED_SHOWN) {
            out.println("  and " + ProgressLine.count(skipped.size() - SKIPPED_SHOWN) + " more");
        }
    }

    private static String seconds(IngestService.Report report) {
        return String.format(Locale.ROOT, "%.1f s", report.elapsed().toMillis() / 1000.0);
    }
}
