package dev.lotse.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.benchmarks.result.Latency;
import dev.lotse.benchmarks.result.LoadStep;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Report report = new Report(new PrintStream(OutputStream.nullOutputStream()));

    @Test
    void underAFaultAPartMayBeMissing() {
        report.visitors("Redis killed", step(5, 0, 0), false);
        report.visitors("ten times the load", step(5, 5, 0), true);

        assertThat(report.broken()).isZero();
    }

    @Test
    void aRefusalThatIsNoAnswerHereBreaksThePromise() {
        report.visitors("Redis killed", step(0, 1, 0), false);

        assertThat(report.broken()).isEqualTo(1);
    }

    @Test
    void whereNothingIsBrokenNothingMayBeMissing() {
        report.undisturbed("none", step(0, 0, 0));
        assertThat(report.broken()).isZero();

        report.undisturbed("none", step(1, 0, 0));
        report.undisturbed("none", step(0, 1, 0));
        report.undisturbed("none", step(0, 0, 1));
        assertThat(report.broken()).isEqualTo(3);
    }

    private static LoadStep step(int degraded, int refused, int failed) {
        Latency latency = new Latency(1, 2, 3, 4, 5, 6);
        return new LoadStep(
                "chaos", LoadStep.Model.CLOSED, 2, 0, 8, 12, 100, degraded, refused, failed, latency, latency, 90);
    }
}
