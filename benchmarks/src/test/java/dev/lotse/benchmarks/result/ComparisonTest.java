package dev.lotse.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.benchmarks.result.Comparison.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final Environment MACHINE =
            new Environment("cpu", 2, 1 << 30, "Linux", "25", "abc", "bin/lotse bench", "2026-11-23T00:00:00Z", 0);

    @TempDir
    private Path folder;

    @Test
    void aMachineThatIsTwiceAsSlowIsNoChange() {
        Results before = results(rate("reference", 1000), time("p99", 10), rate("search", 100));
        Results after = results(rate("reference", 500), time("p99", 20), rate("search", 50));

        assertThat(Comparison.of(before, after).lines())
                .allSatisfy(line -> assertThat(line.factor()).isEqualTo(1))
                .allSatisfy(line -> assertThat(line.verdict()).isEqualTo(Verdict.SAME))
                .hasSize(2);
    }

    @Test
    void whatTakesLongerOnTheSameMachineIsSlower() {
        Results before = results(time("reference", 10), time("p99", 10), rate("search", 100));
        Results after = results(time("reference", 10), time("p99", 12), rate("search", 130));

        Comparison comparison = Comparison.of(before, after);

        assertThat(comparison.lines())
                .extracting(Comparison.Line::verdict)
                .containsExactly(Verdict.SLOWER, Verdict.FASTER);
        assertThat(comparison.isSlower()).isTrue();
    }

    @Test
    void aChangeWithinTheNoiseOfAnyPartIsNone() {
        Results before = results(time("reference", 10), time("p99", 10));
        Results after = results(time("reference", 10), new Measurement("p99", "ms", Measurement.Kind.TIME, 12, 0.3));

        assertThat(Comparison.of(before, after).lines())
                .extracting(Comparison.Line::verdict)
                .containsExactly(Verdict.SAME);
    }

    @Test
    void withoutNoiseNothingIsSaid() {
        Results before = results(time("reference", 10), time("p99", 10));
        Results after = results(time("reference", 10), new Measurement("p99", "ms", Measurement.Kind.TIME, 90, null));

        assertThat(Comparison.of(before, after).lines())
                .extracting(Comparison.Line::verdict)
                .containsExactly(Verdict.UNKNOWN);
        assertThat(Comparison.of(before, after).isSlower()).isFalse();
    }

    @Test
    void bytesDoNotDependOnTheMachine() {
        Results before = results(time("reference", 10), size("heap", 100));
        Results after = results(time("reference", 40), size("heap", 100));

        assertThat(Comparison.of(before, after).lines())
                .extracting(Comparison.Line::factor)
                .containsExactly(1.0);
    }

    @Test
    void aRateThatIsLostIsSlower() {
        Results before = results(time("reference", 10), rate("at-p99-1ms", 100));
        Results after = results(time("reference", 10), rate("at-p99-1ms", 0));

        assertThat(Comparison.of(before, after).lines())
                .extracting(Comparison.Line::verdict)
                .containsExactly(Verdict.SLOWER);
    }

    @Test
    void runsWithoutTheSameReferenceAreRefused() {
        Results before = results(time("reference", 10), time("p99", 10));
        Results other = new Results(
                1, "load", MACHINE, "p99", List.of(time("p99", 10)), List.of(), List.of(), List.of(), List.of());

        assertThatThrownBy(() -> Comparison.of(before, other)).hasMessageContaining("different references");
    }

    @Test
    void aFileHoldsAllThatWasMeasured() throws IOException {
        Results results = results(time("reference", 10), new Measurement("x", "ms", Measurement.Kind.TIME, 1, null));
        Path file = folder.resolve("new").resolve("results.json");

        ResultFile.write(file, results);

        assertThat(ResultFile.read(file)).isEqualTo(results);
    }

    @Test
    void aFileThatIsNoneIsNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"format\": 7}");

        assertThatThrownBy(() -> ResultFile.read(broken)).hasMessageContaining("broken.json");
        assertThatThrownBy(() -> ResultFile.read(folder.resolve("missing.json")))
                .hasMessageContaining("is no file");
    }

    private static Results results(Measurement... measurements) {
        return new Results(
                Results.FORMAT,
                "load",
                MACHINE,
                "reference",
                List.of(measurements),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Measurement time(String name, double value) {
        return new Measurement(name, "ms", Measurement.Kind.TIME, value, 0.01);
    }

    private static Measurement rate(String name, double value) {
        return new Measurement(name, "req/s", Measurement.Kind.RATE, value, 0.01);
    }

    private static Measurement size(String name, double value) {
        return new Measurement(name, "MiB", Measurement.Kind.SIZE, value, 0.01);
    }
}
