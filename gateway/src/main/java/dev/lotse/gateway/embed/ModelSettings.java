package dev.lotse.gateway.embed;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.models.ModelOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which local models run, and how.
 *
 * @param encoder id of the encoder in the model registry
 * @param registry file with further models, or empty
 * @param options lanes, threads and waiting
 * @param onDevice whether browsers may have the encoder's files, to encode queries themselves
 */
public record ModelSettings(String encoder, Optional<Path> registry, ModelOptions options, boolean onDevice) {

    /** Reads section {@code models}. */
    public static ModelSettings read(ConfigReader root) {
        ConfigReader in = root.in("models");
        ModelOptions standard = ModelOptions.defaults();
        return new ModelSettings(
                in.text("encoder"),
                in.optional("registry", "a readable JSON file", text -> {
                    Path file = Path.of(text.strip());
                    return Files.isReadable(file) ? file : null;
                }),
                new ModelOptions(
                        in.optional("lanes", "1 to 256", ModelSettings::lanes).orElse(standard.lanes()),
                        in.integer("threads", 1, 64),
                        in.duration("max-wait", Duration.ofMillis(1), Duration.ofMinutes(10)),
                        standard.batchTokens()),
                in.flag("on-device"));
    }

    private static @Nullable Integer lanes(String text) {
        try {
            int lanes = Integer.parseInt(text.strip());
            return lanes >= 1 && lanes <= 256 ? lanes : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
