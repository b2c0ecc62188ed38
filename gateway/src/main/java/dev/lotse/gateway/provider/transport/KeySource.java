package dev.lotse.gateway.provider.transport;

import dev.lotse.gateway.config.Secret;
import dev.lotse.gateway.config.SecretPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where a provider's key comes from. Asked before every call, so that a rotated key needs no restart. Thread-safe. */
@FunctionalInterface
public interface KeySource {

    /** The key, or empty where none is set. */
    Optional<Secret> key();

    /** For providers that want no key, such as a local one. */
    static KeySource none() {
        return Optional::empty;
    }

    /**
     * A key that stays as it is.
     *
     * @throws IllegalArgumentException when it has characters that no key has
     */
    static KeySource fixed(Secret secret) {
        var key = Optional.of(checked(secret));
        return () -> key;
    }

    /**
     * A configured key: one in a file is read again when the file changes.
     *
     * @throws IllegalArgumentException when it has characters that no key has
     */
    static KeySource of(SecretPlace place) {
        KeySource fixed = fixed(place.secret());
        return place.file() == null ? fixed : file(place.file());
    }

    private static Secret checked(Secret secret) {
        var value = secret.value();
        if (value.isEmpty() || value.chars().anyMatch(c -> c < 0x21 || c > 0x7E)) {
            throw new IllegalArgumentException("the key is empty or has characters that no key has");
        }
        return secret;
    }

    /** A file that holds nothing but the key; read again when its time of modification changes. */
    static KeySource file(Path path) {
        return new FileKey(path);
    }

    /** See {@link #file}. */
    final class FileKey implements KeySource {
        private final Path path;
        private final AtomicReference<@Nullable Loaded> loaded = new AtomicReference<>();

        private FileKey(Path path) {
            this.path = path;
        }

        @Override
        public Optional<Secret> key() {
            try {
                var modified = Files.getLastModifiedTime(path);
                var known = loaded.get();
                if (known == null || !known.modified().equals(modified)) {
                    known = new Loaded(
                            modified, checked(new Secret(Files.readString(path).strip())));
                    loaded.set(known);
                }
                return Optional.of(known.secret());
            } catch (IOException | IllegalArgumentException e) {
                // A file that is being replaced keeps the last key in use; without one the call fails as unauthorised.
                return Optional.ofNullable(loaded.get()).map(Loaded::secret);
            }
        }

        @Override
        public String toString() {
            return "file " + path;
        }

        private record Loaded(FileTime modified, Secret secret) {}
    }
}
