package dev.lotse.benchmarks.chaos;

import dev.lotse.benchmarks.Home;
import dev.lotse.benchmarks.load.Gateways;
import dev.lotse.benchmarks.load.Queries;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/lotse chaos}: the fault laboratory. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Breaks Redis, the model's time, the disk and clients one after the other, under load on gateways of its own with"
                        + " the demo site, and prints which responses were degraded or refused. Exit code 1 if a promise was broken.")
public final class ChaosCommand implements Callable<Integer> {
    private final Home home;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "4",
            description = "How long each fault lasts, 1 to 60 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    public ChaosCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || seconds > 60) {
            throw new ParameterException(spec.commandLine(), "--seconds is " + seconds + "; allowed is 1 to 60");
        }
        Path work = Files.createTempDirectory("lotse-chaos");
        Gateways gateways = new Gateways(home.folder(), home.demoData().resolveSibling("chaos-data"), work);
        gateways.prepareDemo();
        Path queries = home.folder().resolve("benchmarks/quality/demo/queries.de.jsonl");
        Report report = new Report(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        new Laboratory(
                        gateways,
                        new Queries("demo", Queries.read(queries, "text"), List.of()),
                        Duration.ofSeconds(seconds),
                        report)
                .run();
        return report.broken() == 0 ? 0 : 1;
    }
}
