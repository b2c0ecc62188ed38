package dev.lotse.gateway.store;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.config.Secret;
import java.util.Optional;

/**
 * Where releases and events are kept.
 *
 * @param url {@code store.url}: a PostgreSQL JDBC URL; empty for a file in the data folder
 * @param user {@code store.user}
 * @param password {@code store.password}
 * @param connections {@code store.connections}: most connections
 */
public record StoreSettings(Optional<String> url, Optional<String> user, Optional<Secret> password, int connections) {

    /** Reads section {@code store}. */
    public static StoreSettings read(ConfigReader root) {
        ConfigReader in = root.in("store");
        return new StoreSettings(
                in.optional(
                        "url",
                        "jdbc:postgresql://HOST:PORT/DATABASE without a password",
                        text -> text.startsWith("jdbc:postgresql:") && !text.contains("password=")
                                ? text.strip()
                                : null),
                in.optional("user", "a text", text -> text.isBlank() ? null : text.strip()),
                in.secret("password", 1),
                in.integer("connections", 1, 100));
    }

    /** A file in the data folder. */
    public static StoreSettings embedded() {
        return new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty(), 4);
    }
}
