package dev.lotse.gateway.config;

import java.util.List;

/** The configuration cannot be used. Each problem names the key, its value, where it was set, and what is allowed. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(problems.size() == 1 ? problems.getFirst() : String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence per mistake, all of them, in the order in which the keys are read. */
    public List<String> problems() {
        return problems;
    }
}
