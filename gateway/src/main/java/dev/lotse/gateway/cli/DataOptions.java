package dev.lotse.gateway.cli;

import dev.lotse.gateway.config.ConfigLayers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has which works on a data folder. */
final class DataOptions {
    static final String FILE = "lotse.yaml";

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "Folder that holds all state (default: ${DEFAULT-VALUE}).",
            defaultValue = "data")
    private Path data = Path.of("data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration (default: DIR/lotse.yaml if it is there). See docs/config.md.")
    private @Nullable Path config;

    Path data() {
        return data;
    }

    /** Whether the user named a folder. */
    void useInstead(Path other) {
        data = other;
    }

    /** The file that is read, if there is any. */
    Optional<Path> configFile() {
        Path beside = data.resolve(FILE);
        return config != null ? Optional.of(config) : Files.exists(beside) ? Optional.of(beside) : Optional.empty();
    }

    /**
     * The configuration.
     *
     * @param commandLine key → value from other options of the command
     */
    GatewaySettings settings(Map<String, String> commandLine) {
        return GatewaySettings.read(
                ConfigLayers.load(configFile().orElse(null), System.getenv(), System.getProperties(), commandLine));
    }
}
