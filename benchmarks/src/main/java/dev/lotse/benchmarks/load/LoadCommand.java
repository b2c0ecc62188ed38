package dev.lotse.benchmarks.load;

import dev.lotse.benchmarks.Home;
import dev.lotse.benchmarks.result.Environment;
import dev.lotse.benchmarks.result.ResultFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/lotse bench load}: how many requests, and how fast. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description =
                "Starts gateways of its own, sends them load and ends them. Without a name:"
                        + " cached, hybrid, suggest, answers and mixed; the floor always runs, because the rest is compared by it.")
public final class LoadCommand implements Callable<Integer> {
    private static final Set<Scenario> STANDARD =
            EnumSet.of(Scenario.CACHED, Scenario.HYBRID, Scenario.SUGGEST, Scenario.ANSWERS, Scenario.MIXED);

    private static final String DEMO = "demo";

    private final Home home;
    private final Clock clock;

    @Parameters(paramLabel = "SCENARIO", description = "${COMPLETION-CANDIDATES}", arity = "0..*")
    private List<Scenario> scenarios = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "Data folder with an index (default: the demo site, indexed into benchmarks/target/data).")
    private @Nullable Path data;

    @Option(
            names = {"-s", "--site"},
            paramLabel = "NAME",
            defaultValue = DEMO,
            description = "Site to search (default: ${DEFAULT-VALUE}).")
    private String site = DEMO;

    @Option(
            names = "--queries",
            paramLabel = "FILE",
            description = "Queries, JSON lines with \"text\" (default: the German ones of the demo site).")
    private @Nullable Path queries;

    @Option(
            names = "--questions",
            paramLabel = "FILE",
            description = "Questions, JSON lines with \"question\" (default: the German ones of the demo site; with"
                    + " --queries none).")
    private @Nullable Path questions;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "Length of a step, 1 to 120 (default: ${DEFAULT-VALUE}); a path takes eight of them.")
    private int seconds;

    @Option(
            names = "--overload-seconds",
            paramLabel = "N",
            defaultValue = "16",
            description = "How long ten times the load lasts, 1 to 3600 (default: ${DEFAULT-VALUE}).")
    private int overloadSeconds;

    @Option(
            names = "--soak-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "Length of the soak, 10 to 7200 (default: ${DEFAULT-VALUE}).")
    private int soakSeconds;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where the results go (default: benchmarks/target/results/load.json).")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    public LoadCommand(Home home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--seconds", seconds, 1, 120);
        check("--overload-seconds", overloadSeconds, 1, 3600);
        check("--soak-seconds", soakSeconds, 10, 7200);
        Path file = out == null ? home.results().resolve("load.json") : out;
        Environment environment = Environment.now(home.folder(), home.command(), clock);
        Path work = Files.createTempDirectory("lotse-bench");
        Gateways gateways = new Gateways(home.folder(), data == null ? home.demoData() : data, work);
        PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (data == null) {
            gateways.prepareDemo();
        }
        Recorder recorder = new Recorder(terminal);
        if (environment.loadAverage() > 0.5) {
            recorder.note(
                    "Other programs were running: the load average was %.1f at the start; figures of such a run are too slow"
                            .formatted(environment.loadAverage()));
        }
        new LoadBench(
                        gateways,
                        load(),
                        Duration.ofSeconds(seconds),
                        Duration.ofSeconds(overloadSeconds),
                        Duration.ofSeconds(soakSeconds),
                        recorder)
                .run(scenarios.isEmpty() ? STANDARD : scenarios);
        ResultFile.write(file, recorder.results(environment));
        terminal.println();
        terminal.println("Results: " + file + "   (bin/lotse bench report " + file + ")");
        return 0;
    }

    private Queries load() throws IOException {
        Path quality = home.folder().resolve("benchmarks").resolve("quality").resolve(DEMO);
        List<String> texts = Queries.read(queries == null ? quality.resolve("queries.de.jsonl") : queries, "text");
        List<String> asked = questions != null
                ? Queries.read(questions, "question")
                : queries == null ? Queries.read(quality.resolve("questions.de.jsonl"), "question") : List.of();
        return new Queries(site, texts, asked);
    }

    private void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), name + " is " + value + "; allowed is " + min + " to " + max);
        }
    }
}
