package dev.lotse.benchmarks.report;

import dev.lotse.benchmarks.Home;
import dev.lotse.benchmarks.result.ResultFile;
import dev.lotse.benchmarks.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/lotse bench report}: an HTML page. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Makes an HTML page of result files: without any, of those of the last runs, or else of the baselines.")
public final class ReportCommand implements Callable<Integer> {
    private final Home home;

    @Parameters(paramLabel = "RESULTS", arity = "0..*")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where the page goes (default: benchmarks/target/report.html).")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    public ReportCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() throws IOException {
        List<Path> from = files;
        if (from.isEmpty()) {
            from = jsonIn(home.results());
        }
        if (from.isEmpty()) {
            from = jsonIn(home.baselines());
        }
        if (from.isEmpty()) {
            throw new IOException("there are no results yet; 'bin/lotse bench load' makes some");
        }
        List<Results> results = new ArrayList<>();
        for (Path file : from) {
            results.add(ResultFile.read(file));
        }
        Path page = out == null ? home.results().resolveSibling("report.html") : out;
        Path folder = page.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(page, new ReportPage(results).html());
        spec.commandLine().getOut().println("Report: " + page);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static List<Path> jsonIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
