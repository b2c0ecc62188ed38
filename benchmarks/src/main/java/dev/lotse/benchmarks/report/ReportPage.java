package dev.lotse.benchmarks.report;

import dev.lotse.benchmarks.result.Capacity;
import dev.lotse.benchmarks.result.Environment;
import dev.lotse.benchmarks.result.LoadStep;
import dev.lotse.benchmarks.result.Measurement;
import dev.lotse.benchmarks.result.ResourceSample;
import dev.lotse.benchmarks.result.Results;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Builds the page: the answer first, then curves, then every number. */
final class ReportPage {
    /** The bound that the first screen answers for, in milliseconds. */
    private static final int PROMISE = 10;

    private static final String STYLE = """
            :root{color-scheme:light dark;--back:#fbfbf9;--text:#1d2227;--soft:#5d6670;--line:#d9dcdf;--card:#fff;--c0:#0b6b8f;--c1:#c2410c;--c2:#4d7c0f;--c3:#7e3aa8;--c4:#8a6d00;--c5:#b0124a}
            @media(prefers-color-scheme:dark){:root{--back:#14181b;--text:#e6e9eb;--soft:#9aa4ad;--line:#333b42;--card:#1b2125;--c0:#5cc3e8;--c1:#ff9c66;--c2:#a3d65c;--c3:#cf9bf0;--c4:#e6c84f;--c5:#ff7ba5}}
            *{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
            main{max-width:1080px;margin:0 auto;padding:24px 20px 60px}h1{font-size:1.5rem;margin:0 0 4px}h2{font-size:1.15rem;margin:40px 0 8px}
            p,.soft{color:var(--soft);max-width:70ch}.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:12px;margin:20px 0}
            .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px}.card b{display:block;font-size:1.9rem;line-height:1.2;font-variant-numeric:tabular-nums}
            .card span{color:var(--soft);font-size:.9rem}.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:16px}
            figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px}figcaption{font-weight:600;margin-bottom:6px}
            figure>svg{width:100%;height:auto}svg text{fill:var(--soft);font-size:12px}.grid{stroke:var(--line)}polyline{fill:none;stroke-width:2}
            .c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}.c3{stroke:var(--c3)}.c4{stroke:var(--c4)}.c5{stroke:var(--c5)}
            circle.c0{fill:var(--c0)}circle.c1{fill:var(--c1)}circle.c2{fill:var(--c2)}circle.c3{fill:var(--c3)}circle.c4{fill:var(--c4)}circle.c5{fill:var(--c5)}
            .legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;margin:6px 0 0;padding:0;font-size:.85rem}.legend svg{width:28px;height:8px;margin-right:6px}
            .wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem;background:var(--card)}th,td{border:1px solid var(--line);padding:4px 10px;text-align:right}
            th:first-child,td:first-child{text-align:left}th{font-weight:600}.warn{color:var(--c1)}
            """;

    private final List<Results> all;

    ReportPage(List<Results> all) {
        this.all = List.copyOf(all);
    }

    String html() {
        StringBuilder page = new StringBuilder(
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Lotse, measured</title><style>");
        page.append(STYLE).append("</style></head><body><main>");
        page.append("<h1>How many requests a second, at p99 within ")
                .append(PROMISE)
                .append(" ms?</h1>");
        for (Results results : all) {
            if (!results.capacities().isEmpty()) {
                answer(page, results);
            }
        }
        for (Results results : all) {
            curves(page, results);
            soak(page, results);
        }
        for (Results results : all) {
            numbers(page, results);
        }
        return page.append("</main></body></html>\n").toString();
    }

    private static void answer(StringBuilder page, Results results) {
        page.append("<p>").append(Html.text(about(results.environment()))).append("</p><div class=\"cards\">");
        List<String> paths =
                results.capacities().stream().map(Capacity::path).distinct().toList();
        for (String path : paths) {
            Capacity capacity = capacity(results, path, PROMISE);
            page.append("<div class=\"card\"><span>").append(Html.text(path)).append("</span><b>");
            page.append(capacity.rate() == 0 ? "–" : number(capacity.rate())).append("</b><span>");
            page.append(capacity.rate() == 0 ? "no rate that was tried held it" : "req/s")
                    .append("</span></div>");
        }
        page.append("</div>");
        if (results.environment().loadAverage() > 0.5) {
            page.append("<p class=\"warn\">Other programs were running (load average ")
                    .append(String.format(
                            Locale.ROOT, "%.1f", results.environment().loadAverage()))
                    .append("): these figures are too low.</p>");
        }
        page.append(
                "<p>Requests came at a constant rate, whether the ones before were answered or not; latency counts from when a"
                        + " request was due. The generator ran on the same processors. “floor” is an empty handler of the same web server that sends"
                        + " the same bytes. A rate counts where every request was answered in full.</p>");
        page.append("<div class=\"wide\"><table><tr><th>path</th>");
        for (int bound : Capacity.BOUNDS) {
            page.append("<th>p99 ≤ ").append(bound).append(" ms</th>");
        }
        page.append("<th>peak, closed loop</th><th>CPU per request</th></tr>");
        for (String path : paths) {
            page.append("<tr><td>").append(Html.text(path)).append("</td>");
            for (int bound : Capacity.BOUNDS) {
                double rate = capacity(results, path, bound).rate();
                page.append("<td>").append(rate == 0 ? "–" : number(rate)).append("</td>");
            }
            Optional<LoadStep> peak = results.steps().stream()
                    .filter(step -> step.path().equals(path) && step.model() == LoadStep.Model.CLOSED)
                    .max(Comparator.comparingDouble(LoadStep::achieved));
            page.append("<td>")
                    .append(peak.map(step -> number(step.achieved()) + " req/s").orElse(""))
                    .append("</td>");
            page.append("<td>")
                    .append(peak.map(step -> number(step.cpuMicros()) + " µs").orElse(""))
                    .append("</td></tr>");
        }
        page.append("</table></div>");
    }

    private static Capacity capacity(Results results, String path, int bound) {
        return results.capacities().stream()
                .filter(one -> one.path().equals(path) && one.boundMillis() == bound)
                .findFirst()
                .orElse(new Capacity(path, bound, 0));
    }

    private static void curves(StringBuilder page, Results results) {
        List<String> paths =
                results.capacities().stream().map(Capacity::path).distinct().toList();
        if (paths.isEmpty()) {
            return;
        }
        page.append("<h2>Latency by rate</h2><div class=\"charts\">");
        for (String path : paths) {
            List<LoadStep> open = results.steps().stream()
                    .filter(step -> step.path().equals(path) && step.model() == LoadStep.Model.OPEN)
                    .toList();
            page.append(new Chart(path, "requests a second", "ms", true)
                    .line("p50", points(open, step -> step.latency().p50()))
                    .line("p99", points(open, step -> step.latency().p99()))
                    .line("p99.9", points(open, step -> step.latency().p999()))
                    .svg());
        }
        page.append("</div><h2>All paths</h2><div class=\"charts\">");
        Chart closed = new Chart("Closed loop: requests a second by clients", "clients", "req/s", true);
        for (String path : paths) {
            closed.line(
                    path,
                    results.steps().stream()
                            .filter(step -> step.path().equals(path) && step.model() == LoadStep.Model.CLOSED)
                            .map(step -> new Chart.Point(step.clients(), step.achieved()))
                            .toList());
        }
        page.append(closed.svg()).append("</div>");
    }

    private static List<Chart.Point> points(List<LoadStep> steps, ToDoubleFunction<LoadStep> y) {
        List<Chart.Point> points = new ArrayList<>();
        for (LoadStep step : steps) {
            points.add(new Chart.Point(step.offered(), y.applyAsDouble(step)));
        }
        return points;
    }

    private static void soak(StringBuilder page, Results results) {
        List<ResourceSample> samples = results.resources();
        if (samples.isEmpty()) {
            return;
        }
        page.append("<h2>What the gateway holds in the course of time</h2><div class=\"charts\">");
        page.append(new Chart("Memory", "seconds", "MiB", false)
                .line("resident", over(samples, sample -> sample.residentBytes() / 1048576.0))
                .line("living objects after a full collection", over(samples, sample -> sample.heapBytes() / 1048576.0))
                .svg());
        page.append(new Chart("Threads and files", "seconds", "", false)
                .line("threads", over(samples, ResourceSample::threads))
                .line("open files", over(samples, ResourceSample::files))
                .svg());
        page.append(new Chart("p99", "seconds", "ms", false)
                .line("p99", over(samples.subList(1, samples.size()), ResourceSample::p99))
                .svg());
        page.append("</div>");
    }

    private static List<Chart.Point> over(List<ResourceSample> samples, ToDoubleFunction<ResourceSample> y) {
        return samples.stream()
                .map(sample -> new Chart.Point(sample.second(), y.applyAsDouble(sample)))
                .toList();
    }

    private static void numbers(StringBuilder page, Results results) {
        page.append("<h2>Every number: ").append(Html.text(results.kind())).append("</h2><p>");
        page.append(Html.text(about(results.environment()))).append("<br><code>");
        page.append(Html.text(results.environment().command())).append("</code></p>");
        for (String note : results.notes()) {
            page.append("<p>").append(Html.text(note)).append("</p>");
        }
        page.append("<div class=\"wide\"><table><tr><th>what</th><th>value</th><th>unit</th><th>noise</th><th>by ")
                .append(Html.text(results.reference()))
                .append("</th></tr>");
        double reference =
                results.measurement(results.reference()).map(Measurement::value).orElse(0.0);
        for (Measurement one : results.measurements()) {
            Double noise = one.noise();
            boolean sameUnit = results.measurement(results.reference())
                    .filter(ref -> ref.unit().equals(one.unit()))
                    .isPresent();
            page.append("<tr><td>")
                    .append(Html.text(one.name()))
                    .append("</td><td>")
                    .append(number(one.value()));
            page.append("</td><td>").append(Html.text(one.unit())).append("</td><td>");
            page.append(noise == null ? "" : String.format(Locale.ROOT, "± %.0f %%", 100 * noise))
                    .append("</td><td>");
            page.append(sameUnit && reference > 0 ? number(one.value() / reference) : "")
                    .append("</td></tr>");
        }
        page.append("</table></div>");
    }

    private static String about(Environment at) {
        return String.format(
                Locale.ROOT,
                "%s, %d processors (%s), %d GiB, JDK %s, commit %s",
                at.at(),
                at.processors(),
                at.processor(),
                at.memoryBytes() >> 30,
                at.jdk(),
                at.commit());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 1 ? "%.2f" : "%.4f", value);
    }
}
