package dev.lotse.gateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One place that values come from. Lists are leaves {@code key.0}, {@code key.1}, …, or one leaf with commas.
 *
 * @param kind decides what the layer may hold
 * @param origin how messages call the place
 * @param leaves values by full key
 */
record ConfigLayer(Kind kind, String origin, SortedMap<String, String> leaves) {

    enum Kind {
        DEFAULTS,
        FILE,
        ENVIRONMENT,
        SYSTEM_PROPERTIES,
        COMMAND_LINE
    }

    /** The variable that sets a key: {@code server.max-body} is {@code LOTSE_SERVER_MAX_BODY}. */
    static String variable(String key) {
        StringBuilder name = new StringBuilder("LOTSE_");
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            name.append(c == '.' || c == '-' ? '_' : Character.toUpperCase(c));
        }
        return name.toString();
    }

    /** The name under which this layer stores a key. */
    private String stored(String key) {
        return kind == Kind.ENVIRONMENT ? variable(key) : key;
    }

    @Nullable
    String scalar(String key) {
        return leaves.get(stored(key));
    }

    Optional<List<String>> list(String key) {
        String joined = scalar(key);
        if (joined != null) {
            List<String> values = new ArrayList<>();
            for (String part : joined.split(",", -1)) {
                if (!part.isBlank()) {
                    values.add(part.strip());
                }
            }
            return Optional.of(values);
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; ; i++) {
            String value = scalar(key + "." + i);
            if (value == null) {
                return values.isEmpty() ? Optional.empty() : Optional.of(values);
            }
            values.add(value);
        }
    }

    /** Names one level below a section. A layer of environment variables knows none, for it cannot tell where a name ends. */
    Set<String> children(String section) {
        Set<String> names = new TreeSet<>();
        if (kind == Kind.ENVIRONMENT) {
            return names;
        }
        String prefix = section + ".";
        for (String key : leaves.tailMap(prefix).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            int dot = key.indexOf('.', prefix.length());
            names.add(dot < 0 ? key.substring(prefix.length()) : key.substring(prefix.length(), dot));
        }
        return names;
    }

    /** The layer's own name of a key, for messages: the variable or the property. */
    String describe(String key) {
        return switch (kind) {
            case ENVIRONMENT -> "environment variable " + variable(key);
            case SYSTEM_PROPERTIES -> "system property lotse." + key;
            case DEFAULTS, FILE, COMMAND_LINE -> origin;
        };
    }

    static ConfigLayer of(Kind kind, String origin, java.util.Map<String, String> leaves) {
        return new ConfigLayer(kind, origin, new TreeMap<>(leaves));
    }
}
