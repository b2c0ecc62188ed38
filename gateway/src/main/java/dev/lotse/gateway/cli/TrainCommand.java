package dev.lotse.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotse train}: learns small models from a site. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Learns small models from an indexed site, in plain Java on the processor.")
final class TrainCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "train needs one of " + String.join(", ", spec.subcommands().keySet()));
    }
}
