package dev.lotse.gateway.overload;

import dev.lotse.gateway.config.ConfigReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much is worked on at once.
 *
 * @param enabled whether work is limited by its latency at all
 * @param least the limit never falls below this, 1 to 1000; twice the processors where it is not set
 * @param most the limit never rises above this, {@code least} to 10,000
 * @param tolerance how many times the latency of calm times is taken for too much, 1.1 to 10
 * @param queueTime longest wait for a turn while there is always someone waiting; a burst may wait three times as long
 * @param batch most changes over {@code /admin/v1} at once
 * @param inference most requests at once that wait for models
 */
public record OverloadSettings(
        boolean enabled, int least, int most, double tolerance, Duration queueTime, int batch, int inference) {
    private static final int MOST = 10_000;

    public OverloadSettings {
        if (least < 1 || most < least || tolerance <= 1) {
            throw new IllegalArgumentException(
                    "least " + least + ", most " + most + ", tolerance " + tolerance + " do not fit together");
        }
    }

    /** Reads section {@code overload}. */
    public static OverloadSettings read(ConfigReader root) {
        ConfigReader in = root.in("overload");
        int least = in.optional("min-concurrent", "1 to 1000", OverloadSettings::least)
                .orElse(2 * Runtime.getRuntime().availableProcessors());
        int most = in.integer("max-concurrent", 1, MOST);
        if (most < least) {
            in.reject("max-concurrent", Integer.toString(most), "at least min-concurrent, which is " + least);
        }
        return new OverloadSettings(
                in.flag("enabled"),
                least,
                Math.max(least, most),
                in.number("tolerance", 1.1, 10),
                in.duration("queue-time", Duration.ZERO, Duration.ofSeconds(10)),
                in.integer("max-batch", 1, 1000),
                in.integer("max-inference", 1, MOST));
    }

    private static @Nullable Integer least(String text) {
        try {
            int value = Integer.parseInt(text);
            return value >= 1 && value <= 1000 ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
