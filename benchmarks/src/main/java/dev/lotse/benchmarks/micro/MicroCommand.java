package dev.lotse.benchmarks.micro;

import dev.lotse.benchmarks.Home;
import dev.lotse.benchmarks.result.Environment;
import dev.lotse.benchmarks.result.Measurement;
import dev.lotse.benchmarks.result.ResultFile;
import dev.lotse.benchmarks.result.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/lotse bench micro}: JMH. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "Runs JMH benchmarks whose name holds one of the names given, or all of them (about 15 minutes).")
public final class MicroCommand implements Callable<Integer> {
    static final String REFERENCE = "Reference.sort";

    private final Home home;
    private final Clock clock;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Such as Edge, Engine.search or encode; any case.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--gc", description = "Count what is allocated per operation.")
    private boolean gc;

    @Option(
            names = "--quick",
            description = "One fork and a tenth of the time: to see that it runs, and roughly how fast.")
    private boolean quick;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where the results go (default: benchmarks/target/results/micro.json).")
    private @Nullable Path out;

    public MicroCommand(Home home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Environment environment = Environment.now(home.folder(), home.command(), clock);
        ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
        // What the rest is compared by always runs.
        options.include("ReferenceBenchmark");
        names.forEach(name -> options.include("(?i).*" + Pattern.quote(name.replace(".", "Benchmark.")) + ".*"));
        if (names.isEmpty()) {
            options.include(".*");
        }
        if (gc) {
            options.addProfiler(GCProfiler.class);
        }
        if (quick) {
            options.forks(1)
                    .warmupIterations(2)
                    .warmupTime(TimeValue.milliseconds(200))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.milliseconds(200));
        }
        Results results;
        try {
            results = results(environment, new Runner(options.build()).run());
        } catch (RunnerException e) {
            throw new IOException("JMH: " + e.getMessage(), e);
        }
        Path file = out == null ? home.results().resolve("micro.json") : out;
        ResultFile.write(file, results);
        System.out.println("Results: " + file + "   (bin/lotse bench compare BASELINE " + file + ")");
        return 0;
    }

    /** What JMH measured in the form that is kept. */
    static Results results(Environment environment, Collection<RunResult> runs) {
        List<Measurement> measurements = new ArrayList<>();
        for (RunResult run : runs) {
            String name = name(run);
            Result<?> time = run.getPrimaryResult();
            measurements.add(
                    new Measurement(name, time.getScoreUnit(), Measurement.Kind.TIME, time.getScore(), noise(time)));
            Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
            if (allocated != null) {
                measurements.add(new Measurement(
                        name + "/allocated",
                        allocated.getScoreUnit(),
                        Measurement.Kind.SIZE,
                        allocated.getScore(),
                        noise(allocated)));
            }
        }
        return new Results(
                Results.FORMAT,
                "micro",
                environment,
                REFERENCE,
                measurements,
                List.of(),
                List.of(),
                List.of(),
                List.of("Noise is half of JMH's 99.9 % interval."));
    }

    /** Such as {@code Engine.search(kind=HYBRID)}. */
    private static String name(RunResult run) {
        String[] parts = run.getParams().getBenchmark().split("\\.", -1);
        StringBuilder name = new StringBuilder(parts[parts.length - 2].replace("Benchmark", ""))
                .append('.')
                .append(parts[parts.length - 1]);
        for (String key : run.getParams().getParamsKeys()) {
            name.append(
                    String.format(Locale.ROOT, "(%s=%s)", key, run.getParams().getParam(key)));
        }
        return name.toString();
    }

    /** JMH gives none for one or two iterations. */
    private static @Nullable Double noise(Result<?> result) {
        double error = result.getScoreError();
        return Double.isNaN(error) || result.getScore() == 0 ? null : error / result.getScore();
    }
}
