package dev.lotse.gateway.provider.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
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
     * An environment variable, read once.
     *
     * @param environment looks a variable up; null where it is not set
     * @throws IllegalArgumentException when it is not set or holds no key
     */
    static KeySource environment(String variable, UnaryOperator<@Nullable String> environment) {
        var value = environment.apply(variable);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "the environment variable " + variable + " is not set; it must hold the key");
        }
        var secret = Optional.of(new Secret(value));
        return () -> secret;
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
                    known = new Loaded(modified, new Secret(Files.readString(path)));
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
