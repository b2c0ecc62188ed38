package dev.lotse.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(
        name = "lotse",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisHeading = "%nUsage: ",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeOnInvalidInput = LotseCommand.USAGE,
        exitCodeOnExecutionException = LotseCommand.FAILED,
        exitCodeList = {"0:done", "1:failed; the last line says why and what to do", "2:the command line is not right"},
        description = "Semantic search for your own website: indexes pages and searches them by meaning and by word.",
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  lotse demo                                     try it on a bundled site",
            "  lotse index --site docs ./public --base-url https://www.example.org/",
            "  lotse search --site docs \"how do I reset my password\"",
            "  lotse serve --port 8080"
        })
final class LotseCommand implements Runnable {
    static final int FAILED = 1;
    static final int USAGE = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? 'lotse --help' lists them.");
    }
}
