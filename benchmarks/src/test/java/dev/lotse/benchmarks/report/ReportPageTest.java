package dev.lotse.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.benchmarks.result.Capacity;
import dev.lotse.benchmarks.result.Environment;
import dev.lotse.benchmarks.result.Latency;
import dev.lotse.benchmarks.result.LoadStep;
import dev.lotse.benchmarks.result.Measurement;
import dev.lotse.benchmarks.result.ResourceSample;
import dev.lotse.benchmarks.result.Results;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final Environment MACHINE = new Environment(
            "A <fast> cpu", 2, 24L << 30, "Linux", "25", "abc", "bin/lotse bench load", "2026-11-23T00:00:00Z", 0);

    @Test
    void theFirstThingOnThePageIsTheRateAtTenMilliseconds() {
        String page = page(0);

        int heading = page.indexOf("at p99 within 10 ms?");
        int answer = page.indexOf("<b>1,234</b>");
        assertThat(heading).isPositive();
        assertThat(answer).isGreaterThan(heading).isLessThan(page.indexOf("<h2>"));
    }

    @Test
    void thePageNeedsNothingElse() {
        assertThat(page(0))
                .doesNotContain("http://", "https://", "<script", "url(", "@import")
                .contains("prefers-color-scheme:dark")
                .contains("A &lt;fast&gt; cpu")
                .endsWith("</html>\n");
    }

    @Test
    void eachCurveHasItsPoints() {
        assertThat(page(0).split("<circle", -1)).hasSizeGreaterThan(10);
    }

    @Test
    void aRunOnABusyMachineSaysSo() {
        assertThat(page(0)).doesNotContain("Other programs were running");
        assertThat(page(3)).contains("Other programs were running (load average 3.0)");
    }

    private static String page(double loadAverage) {
        Environment machine = new Environment(
                MACHINE.processor(),
                MACHINE.processors(),
                MACHINE.memoryBytes(),
                MACHINE.system(),
                MACHINE.jdk(),
                MACHINE.commit(),
                MACHINE.command(),
                MACHINE.at(),
                loadAverage);
        List<LoadStep> steps = List.of(
                step(LoadStep.Model.CLOSED, 0), step(LoadStep.Model.OPEN, 500), step(LoadStep.Model.OPEN, 1234));
        return new ReportPage(List.of(new Results(
                        Results.FORMAT,
                        "load",
                        machine,
                        "cached/4-clients/rate",
                        List.of(new Measurement("cached/4-clients/rate", "req/s", Measurement.Kind.RATE, 2000, 0.01)),
                        steps,
                        List.of(new Capacity("cached", 10, 1234)),
                        List.of(
                                new ResourceSample(0, 1 << 28, 1 << 27, 30, 80, 0),
                                new ResourceSample(10, 1 << 28, 1 << 27, 30, 80, 2)),
                        List.of("A note"))))
                .html();
    }

    private static LoadStep step(LoadStep.Model model, double rate) {
        Latency latency = new Latency(1, 2, 3, 4, 5, 6);
        return new LoadStep("cached", model, 4, rate, 8, rate, 100, 0, 0, 0, latency, latency, 90);
    }
}
