package dev.lotse.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.benchmarks.result.Environment;
import dev.lotse.benchmarks.result.Measurement;
import dev.lotse.benchmarks.result.ResultFile;
import dev.lotse.benchmarks.result.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark that needs no model is run once, with its own check of what it computes. How long it takes is not asked. */
class MicroSmokeTest {
    private static final Environment MACHINE =
            new Environment("cpu", 2, 1 << 30, "Linux", "25", "abc", "test", "2026-11-23T00:00:00Z", 0);

    @TempDir
    private Path folder;

    @Test
    void eachBenchmarkRunsAndItsResultIsWellFormed() throws RunnerException, IOException {
        Collection<RunResult> runs = new Runner(new OptionsBuilder()
                        .include(".*")
                        .exclude("ModelBenchmark|RerankerBenchmark")
                        .forks(0)
                        .mode(Mode.SingleShotTime)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        Results results = MicroCommand.results(MACHINE, runs);
        Path file = folder.resolve("micro.json");
        ResultFile.write(file, results);

        assertThat(ResultFile.read(file)).isEqualTo(results);
        assertThat(results.measurement(MicroCommand.REFERENCE)).isPresent();
        assertThat(results.measurements())
                .extracting(Measurement::name)
                .contains(
                        "Engine.search(kind=HYBRID)", "Edge.hit", "EntryCodec.decode", "Wire.encode", "Words.compound");
        assertThat(results.measurements())
                .allSatisfy(one -> assertThat(one.value()).isPositive());
        assertThat(List.copyOf(runs)).hasSize(results.measurements().size());
    }
}
