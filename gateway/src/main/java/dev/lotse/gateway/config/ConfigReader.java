package dev.lotse.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values from the layers. A bad value is noted and its default returned, so that one start shows every mistake;
 * {@link #finish()} throws if there were any. Used by one thread.
 *
 * <p>Keys are kebab-case. A key with a default has it in the bundled defaults file and nowhere else.
 */
public final class ConfigReader {
    /** What documentation and bundled defaults write for a name that the operator chooses. */
    private static final String ANY_NAME = "<name>";

    /** What all readers of one configuration share. */
    private static final class State {
        final List<ConfigLayer> layers;
        final Map<String, ConfigKey> keys = new LinkedHashMap<>();
        final Set<String> readKeys = new TreeSet<>();
        final List<String> problems = new ArrayList<>();

        State(ConfigLayers layers) {
            this.layers = layers.lowestFirst();
        }
    }

    /** A value and the layer that it came from. */
    private record Found(String value, ConfigLayer layer) {}

    private final State state;
    private final String prefix;
    private final String documentedPrefix;

    private ConfigReader(State state, String prefix, String documentedPrefix) {
        this.state = state;
        this.prefix = prefix;
        this.documentedPrefix = documentedPrefix;
    }

    /** A reader of all keys. */
    public static ConfigReader of(ConfigLayers layers) {
        return new ConfigReader(new State(layers), "", "");
    }

    /** A reader of the keys below a section. */
    public ConfigReader in(String section) {
        return new ConfigReader(state, prefix + section + ".", documentedPrefix + section + ".");
    }

    /** A reader of the keys below a section that the documentation calls by another name, such as {@code <lang>}. */
    public ConfigReader in(String section, String documentedAs) {
        return new ConfigReader(state, prefix + section + ".", documentedPrefix + documentedAs + ".");
    }

    /** A reader for each name that the operator chose below a section, by name. */
    public Map<String, ConfigReader> each(String section) {
        Map<String, ConfigReader> readers = new LinkedHashMap<>();
        for (ConfigLayer layer : state.layers) {
            for (String name : layer.children(prefix + section)) {
                if (name.equals(ANY_NAME)) {
                    continue;
                }
                readers.computeIfAbsent(
                        name,
                        chosen -> new ConfigReader(
                                state,
                                prefix + section + "." + chosen + ".",
                                documentedPrefix + section + "." + ANY_NAME + "."));
            }
        }
        return readers;
    }

    /** A text that is not blank. */
    public String text(String name) {
        return value(name, "a text", text -> text.isBlank() ? null : text.strip());
    }

    /**
     * A value that has no default.
     *
     * @param allowed what it may be, in words
     * @param parse null for a text that is not allowed
     */
    public <T> Optional<T> optional(String name, String allowed, Function<String, @Nullable T> parse) {
        note(name, allowed);
        String key = prefix + name;
        Found found = find(key, state.layers.size());
        if (found == null) {
            return Optional.empty();
        }
        T value = parse.apply(found.value());
        if (value == null) {
            problem(key, found.value(), found.layer(), allowed);
        }
        return Optional.ofNullable(value);
    }

    /** A whole number in [min, max]. */
    public int integer(String name, int min, int max) {
        return value(name, min + " to " + max, text -> {
            try {
                int number = Integer.parseInt(text.strip());
                return number >= min && number <= max ? number : null;
            } catch (NumberFormatException e) {
                return null;
            }
        });
    }

    /** A number in [min, max]. */
    public double number(String name, double min, double max) {
        return value(name, plain(min) + " to " + plain(max), text -> {
            try {
                double number = Double.parseDouble(text.strip());
                return number >= min && number <= max ? number : null;
            } catch (NumberFormatException e) {
                return null;
            }
        });
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name) {
        return value(name, "true or false", text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        });
    }

    /** One constant of an enum, written in kebab-case lower case. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        E[] constants = type.getEnumConstants();
        String allowed =
                Arrays.stream(constants).map(ConfigReader::kebab).collect(Collectors.joining(", ", "one of ", ""));
        return value(name, allowed, text -> {
            for (E constant : constants) {
                if (kebab(constant).equals(text.strip().toLowerCase(Locale.ROOT))) {
                    return constant;
                }
            }
            return null;
        });
    }

    /** A time such as {@code 1500ms}, {@code 10s}, {@code 5m} in [min, max]. */
    public Duration duration(String name, Duration min, Duration max) {
        return value(name, Units.format(min) + " to " + Units.format(max), text -> {
            Duration duration = Units.duration(text.strip());
            return duration != null && duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0 ? duration : null;
        });
    }

    /** A number of bytes such as {@code 512KiB} or {@code 1MiB} in [min, max]. */
    public long bytes(String name, long min, long max) {
        return value(name, Units.formatBytes(min) + " to " + Units.formatBytes(max), text -> {
            Long bytes = Units.bytes(text.strip());
            return bytes != null && bytes >= min && bytes <= max ? bytes : null;
        });
    }

    /**
     * A list: in YAML a sequence, elsewhere separated by commas. Empty where it is not set.
     *
     * @param allowed what each element may be, in words
     * @param parse null for an element that is not allowed
     */
    public <T> List<T> list(String name, String allowed, Function<String, @Nullable T> parse) {
        String key = prefix + name;
        note(name, "a list, each " + allowed);
        for (ConfigLayer layer : state.layers.reversed()) {
            Optional<List<String>> raw = layer.list(key);
            if (raw.isPresent()) {
                List<T> values = new ArrayList<>();
                for (int i = 0; i < raw.get().size(); i++) {
                    state.readKeys.add(key + "." + i);
                    T value = parse.apply(raw.get().get(i));
                    if (value == null) {
                        problem(key, raw.get().get(i), layer, allowed);
                    } else {
                        values.add(value);
                    }
                }
                noteUnusedElements(key);
                return values;
            }
        }
        return List.of();
    }

    /**
     * A secret: from the environment variable of the key, or from the file that {@code <key>-file} names; nowhere else, so
     * that it does not end up in a repository or a process list.
     *
     * @param minLength shortest secret that is allowed, in characters
     */
    public Optional<Secret> secret(String name, int minLength) {
        return secretPlace(name, minLength).map(SecretPlace::secret);
    }

    /** The same with the file that it stands in, for those who follow its changes. */
    public Optional<SecretPlace> secretPlace(String name, int minLength) {
        String key = prefix + name;
        String allowed = "at least " + minLength + " characters";
        note(name, allowed + ", only from environment variable " + ConfigLayer.variable(documentedPrefix + name));
        Optional<String> path = optional(
                name + "-file",
                "a readable file",
                text -> Files.isReadable(Path.of(text.strip())) ? text.strip() : null);
        for (ConfigLayer layer : state.layers.reversed()) {
            String value = layer.scalar(key);
            if (value == null) {
                continue;
            }
            if (layer.kind() != ConfigLayer.Kind.ENVIRONMENT) {
                state.problems.add(key + " is a secret and must not stand in " + layer.describe(key)
                        + "; set environment variable " + ConfigLayer.variable(key) + ", or name a file with " + key
                        + "-file");
                return Optional.empty();
            }
            return checked(key, layer.describe(key), value, minLength).map(secret -> new SecretPlace(secret, null));
        }
        if (path.isPresent()) {
            try {
                Path file = Path.of(path.get());
                return checked(key, "file " + file, Files.readString(file).strip(), minLength)
                        .map(secret -> new SecretPlace(secret, file));
            } catch (IOException e) {
                state.problems.add(key + "-file: " + path.get() + " cannot be read: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private Optional<Secret> checked(String key, String origin, String value, int minLength) {
        if (value.strip().length() < minLength) {
            state.problems.add(key + " in " + origin + " has " + value.strip().length()
                    + " characters; allowed is at least " + minLength);
            return Optional.empty();
        }
        return Optional.of(new Secret(value.strip()));
    }

    /** Notes a mistake that only the caller can see, such as two values that do not go together. */
    public void reject(String name, String value, String allowed) {
        state.problems.add(prefix + name + " is '" + value + "'; allowed is " + allowed);
    }

    /** All keys read so far, in the order of reading. */
    public List<ConfigKey> keys() {
        return List.copyOf(state.keys.values());
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigException naming every bad value and every key that nobody reads
     */
    public void finish() {
        List<String> problems = new ArrayList<>(state.problems);
        Set<String> variables = new TreeSet<>();
        state.readKeys.forEach(key -> variables.add(ConfigLayer.variable(key)));
        for (ConfigLayer layer : state.layers) {
            boolean environment = layer.kind() == ConfigLayer.Kind.ENVIRONMENT;
            Set<String> known = environment ? variables : state.readKeys;
            for (String key : layer.leaves().keySet()) {
                boolean template = layer.kind() == ConfigLayer.Kind.DEFAULTS && key.contains(ANY_NAME);
                if (!known.contains(key) && !template) {
                    problems.add("unknown " + (environment ? "environment variable " : "key ") + key
                            + (environment ? "" : " in " + layer.describe(key)) + NearestName.hint(key, known));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private <T> T value(String name, String allowed, Function<String, @Nullable T> parse) {
        note(name, allowed);
        String key = prefix + name;
        Found found = find(key, state.layers.size());
        if (found != null) {
            T value = parse.apply(found.value());
            if (value != null) {
                return value;
            }
            problem(key, found.value(), found.layer(), allowed);
        }
        String fallback = standard(name);
        T value = fallback == null ? null : parse.apply(fallback);
        if (value == null) {
            // A mistake of the programmer, not of the operator: each key must have a default that is allowed.
            throw new IllegalStateException("no usable default for " + key + " (" + allowed + ")");
        }
        return value;
    }

    /** The value in the highest of the lowest {@code depth} layers, or null. */
    private @Nullable Found find(String key, int depth) {
        for (ConfigLayer layer : state.layers.subList(0, depth).reversed()) {
            String value = layer.scalar(key);
            if (value != null) {
                return new Found(value, layer);
            }
        }
        return null;
    }

    /** The bundled default: of the key, or of its like under any name. */
    private @Nullable String standard(String name) {
        ConfigLayer defaults = state.layers.getFirst();
        String own = defaults.scalar(prefix + name);
        return own == null ? defaults.scalar(documentedPrefix + name) : own;
    }

    private void note(String name, String allowed) {
        String key = prefix + name;
        state.readKeys.add(key);
        String documented = documentedPrefix + name;
        String standard = standard(name);
        state.keys.putIfAbsent(documented, new ConfigKey(documented, standard == null ? "" : standard, allowed));
    }

    /** Elements of a list in a lower layer, which a higher one replaced, are no unknown keys. */
    private void noteUnusedElements(String key) {
        for (ConfigLayer layer : state.layers) {
            layer.list(key).ifPresent(values -> {
                for (int i = 0; i < values.size(); i++) {
                    state.readKeys.add(key + "." + i);
                }
            });
        }
    }

    private void problem(String key, String value, ConfigLayer layer, String allowed) {
        state.problems.add(key + " is '" + value + "' in " + layer.describe(key) + "; allowed is " + allowed);
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
