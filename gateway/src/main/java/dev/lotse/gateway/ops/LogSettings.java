package dev.lotse.gateway.ops;

import dev.lotse.gateway.config.ConfigReader;

/**
 * What is logged, and how.
 *
 * @param format plain lines for people, or JSON for machines
 * @param level lowest level that is written
 * @param access whether there is a line per request
 * @param queries whether the words of queries are written; they can be personal data
 */
public record LogSettings(Format format, Level level, boolean access, boolean queries) {

    /** Shape of a line. */
    public enum Format {
        PLAIN,
        JSON
    }

    /** Lowest level. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /** The same for a command that speaks for itself: what only informs stays out of its output. */
    public LogSettings forCommand() {
        return level == Level.INFO ? new LogSettings(format, Level.WARN, access, queries) : this;
    }

    /** Reads section {@code logging}. */
    public static LogSettings read(ConfigReader root) {
        ConfigReader in = root.in("logging");
        return new LogSettings(
                in.choice("format", Format.class),
                in.choice("level", Level.class),
                in.flag("access"),
                in.flag("queries"));
    }
}
