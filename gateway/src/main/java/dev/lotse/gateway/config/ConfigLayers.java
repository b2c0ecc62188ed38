package dev.lotse.gateway.config;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where values come from, lowest to highest: bundled defaults, one YAML file, environment variables {@code LOTSE_…}, system
 * properties {@code lotse.…}, command line. Immutable once read.
 */
public final class ConfigLayers {
    private static final String DEFAULTS = "lotse-defaults.yaml";

    /** Variables that belong to the start script and not to the configuration. */
    private static final Set<String> SCRIPT_VARIABLES = Set.of("LOTSE_JAVA_OPTS");

    private final List<ConfigLayer> layers;

    private ConfigLayers(List<ConfigLayer> layers) {
        this.layers = List.copyOf(layers);
    }

    /**
     * Reads all layers.
     *
     * @param file the YAML file, or null for none
     * @param environment the process's variables
     * @param properties the JVM's system properties
     * @param commandLine key → value from command-line options
     * @throws ConfigException when the file cannot be read or is no YAML
     */
    public static ConfigLayers load(
            @Nullable Path file,
            Map<String, String> environment,
            Properties properties,
            Map<String, String> commandLine) {
        List<ConfigLayer> layers = new ArrayList<>();
        layers.add(ConfigLayer.of(
                ConfigLayer.Kind.DEFAULTS,
                "the bundled defaults",
                flatten(ConfigSources.classpath(DEFAULTS).build(), "the bundled defaults")));
        if (file != null) {
            layers.add(ConfigLayer.of(ConfigLayer.Kind.FILE, file.toString(), readFile(file)));
        }
        layers.add(ConfigLayer.of(ConfigLayer.Kind.ENVIRONMENT, "the environment", ownVariables(environment)));
        layers.add(ConfigLayer.of(ConfigLayer.Kind.SYSTEM_PROPERTIES, "system properties", ownProperties(properties)));
        layers.add(ConfigLayer.of(ConfigLayer.Kind.COMMAND_LINE, "the command line", commandLine));
        return new ConfigLayers(layers);
    }

    List<ConfigLayer> lowestFirst() {
        return layers;
    }

    private static Map<String, String> readFile(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ConfigException(List.of("configuration file " + file + " does not exist or cannot be read"));
        }
        try {
            String text = Files.readString(file);
            // An empty document is no mapping to the parser, but a file with only comments is a fine configuration.
            boolean blank = text.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
            return blank
                    ? Map.of()
                    : flatten(ConfigSources.create(text, MediaTypes.APPLICATION_X_YAML), "configuration file " + file);
        } catch (java.io.IOException e) {
            throw new ConfigException(List.of("configuration file " + file + " cannot be read: " + e.getMessage()));
        }
    }

    private static Map<String, String> flatten(ConfigSource source, String origin) {
        try {
            Config config = Config.builder()
                    .addSource(source)
                    .disableEnvironmentVariablesSource()
                    .disableSystemPropertiesSource()
                    .disableKeyResolving()
                    .disableValueResolving()
                    .disableFilterServices()
                    .build();
            Map<String, String> leaves = new HashMap<>();
            config.traverse()
                    .filter(Config::isLeaf)
                    .forEach(leaf -> leaf.asString()
                            .ifPresent(value -> leaves.put(leaf.key().toString(), value)));
            return leaves;
        } catch (RuntimeException e) {
            throw new ConfigException(List.of(origin + " is not valid YAML: " + innermostMessage(e)));
        }
    }

    private static String innermostMessage(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " / ");
    }

    private static Map<String, String> ownVariables(Map<String, String> environment) {
        Map<String, String> own = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("LOTSE_") && !SCRIPT_VARIABLES.contains(name)) {
                own.put(name, value);
            }
        });
        return own;
    }

    private static Map<String, String> ownProperties(Properties properties) {
        Map<String, String> own = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith("lotse.")) {
                own.put(name.substring("lotse.".length()), properties.getProperty(name));
            }
        }
        return own;
    }
}
