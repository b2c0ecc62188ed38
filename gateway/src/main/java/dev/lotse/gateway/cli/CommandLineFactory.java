package dev.lotse.gateway.cli;

import dev.lotse.gateway.config.ConfigException;
import dev.lotse.gateway.eval.JudgementException;
import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.release.ReleaseException;
import dev.lotse.gateway.release.StoreException;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.rules.EntryProblem;
import dev.lotse.models.ModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Puts the commands together, and turns failures into one line and an exit code. */
public final class CommandLineFactory {
    /** More than these nobody reads. */
    static final int MOST_PROBLEMS = 20;

    private CommandLineFactory() {}

    /**
     * The command line.
     *
     * @param workspaces opens data folders
     * @param servers makes HTTP servers
     */
    public static CommandLine create(Workspace.Factory workspaces, ServerFactory servers) {
        CommandLine line = new CommandLine(new LotseCommand())
                .addSubcommand("demo", new DemoCommand(workspaces, servers))
                .addSubcommand("es", new EsCommand())
                .addSubcommand("serve", new ServeCommand(workspaces, servers))
                .addSubcommand("index", new IndexCommand(workspaces))
                .addSubcommand("search", new SearchCommand(workspaces))
                .addSubcommand("eval", new EvalCommand(workspaces))
                .addSubcommand(
                        "train",
                        new CommandLine(new TrainCommand())
                                .addSubcommand("projection", new TrainProjectionCommand(workspaces))
                                .addSubcommand("reranker", new TrainRerankerCommand(workspaces)))
                .addSubcommand("models", new ModelsCommand(workspaces))
                .addSubcommand("release", new ReleaseCommand(workspaces))
                .addSubcommand("synonyms", new SynonymsCommand(workspaces))
                .addSubcommand("doctor", new DoctorCommand(workspaces));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setUsageHelpLongOptionsMaxWidth(34);
        line.setParameterExceptionHandler((exception, arguments) -> badUsage(exception));
        line.setExecutionExceptionHandler((exception, command, result) -> failed(exception, command));
        return line;
    }

    private static int badUsage(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("lotse: " + exception.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what is possible.");
        err.flush();
        return LotseCommand.USAGE;
    }

    private static int failed(Exception exception, CommandLine command) {
        PrintWriter err = command.getErr();
        for (String line : lines(exception)) {
            err.println("lotse: " + line);
        }
        err.flush();
        return LotseCommand.FAILED;
    }

    /** What the user is told. A failure that nobody foresaw goes to the log with its stack. */
    private static List<String> lines(Exception exception) {
        return switch (exception) {
            case ConfigException e -> e.problems();
            case CommandFailure e -> List.of(message(e));
            case EngineException e -> List.of(message(e));
            case JudgementException e -> List.of(message(e));
            case ReleaseException e -> reasons(e);
            case StoreException e -> List.of(message(e));
            case IngestException e -> List.of(message(e));
            case ModelException e -> List.of(message(e));
            case UncheckedIOException e -> List.of(describe(e.getCause() == null ? new IOException(e) : e.getCause()));
            case IOException e -> List.of(describe(e));
            default -> {
                LoggerFactory.getLogger(CommandLineFactory.class).error("unexpected failure", exception);
                yield List.of("unexpected failure: " + exception + "; please report it with the lines above");
            }
        };
    }

    private static List<String> reasons(ReleaseException e) {
        Stream<String> problems = e.problems().stream().limit(MOST_PROBLEMS).map(EntryProblem::detail);
        return Stream.concat(problems, Stream.of(message(e))).distinct().toList();
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static String describe(IOException exception) {
        return switch (exception) {
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case AccessDeniedException e -> "no permission for " + e.getFile();
            case FileSystemException e -> e.getFile() + ": " + e.getReason();
            default -> String.valueOf(exception.getMessage());
        };
    }
}
