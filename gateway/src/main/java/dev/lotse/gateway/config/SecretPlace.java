package dev.lotse.gateway.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A secret and where it stands.
 *
 * @param file the file that holds it, or null where it came from the environment
 */
public record SecretPlace(Secret secret, @Nullable Path file) {}
