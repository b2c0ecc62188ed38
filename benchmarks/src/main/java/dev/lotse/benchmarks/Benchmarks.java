package dev.lotse.benchmarks;

import dev.lotse.benchmarks.chaos.ChaosCommand;
import dev.lotse.benchmarks.cluster.ElasticsearchCommand;
import dev.lotse.benchmarks.cluster.ParityCommand;
import dev.lotse.benchmarks.load.LoadCommand;
import dev.lotse.benchmarks.micro.MicroCommand;
import dev.lotse.benchmarks.peers.PeersCommand;
import dev.lotse.benchmarks.providers.ProvidersCommand;
import dev.lotse.benchmarks.recall.RecallCommand;
import dev.lotse.benchmarks.report.ReportCommand;
import dev.lotse.benchmarks.result.CompareCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the command line of the benchmarks; {@code bin/lotse} builds and calls it. */
public final class Benchmarks {
    private static final int FAILED = 1;

    private Benchmarks() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // As a gateway does: its libraries write to its log, and not to the terminal.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Path folder =
                Path.of(System.getProperty("lotse.home", ".")).toAbsolutePath().normalize();
        Home home = new Home(folder, "bin/lotse bench " + String.join(" ", arguments));
        System.exit(create(home, Clock.systemUTC()).execute(arguments));
    }

    /** The command line. */
    static CommandLine create(Home home, Clock clock) {
        CommandLine line = new CommandLine(new Top())
                .addSubcommand("load", new LoadCommand(home, clock))
                .addSubcommand("micro", new MicroCommand(home, clock))
                .addSubcommand("providers", new ProvidersCommand(home, clock))
                .addSubcommand("peers", new PeersCommand(home))
                .addSubcommand("recall", new RecallCommand())
                .addSubcommand("report", new ReportCommand(home))
                .addSubcommand("elasticsearch", new ElasticsearchCommand(home, clock))
                .addSubcommand("parity", new ParityCommand())
                .addSubcommand("chaos", new ChaosCommand(home))
                .addSubcommand("compare", new CompareCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler((exception, command, result) -> {
            if (exception instanceof IOException
                    || exception instanceof UncheckedIOException
                    || exception instanceof IllegalArgumentException) {
                command.getErr().println("lotse: " + exception.getMessage());
                return FAILED;
            }
            throw exception;
        });
        return line;
    }

    @Command(
            name = "lotse bench",
            mixinStandardHelpOptions = true,
            description = "Measures Lotse on this machine. See docs/benchmarks.md for what the numbers mean.")
    static final class Top implements Runnable {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "Which benchmark? 'lotse bench --help' lists them.");
        }
    }
}
