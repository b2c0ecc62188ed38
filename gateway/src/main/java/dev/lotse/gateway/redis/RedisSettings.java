package dev.lotse.gateway.redis;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how much of a visitor's time it may take.
 *
 * @param url {@code redis://host:port/database} or {@code rediss://…} with TLS; empty where there is no Redis
 * @param user name to log in with; empty for the default user
 * @param password to log in with
 * @param namespace first part of every key; gateways that share it must serve the same sites
 * @param longestWait longest that a visitor waits for one answer
 * @param timeout after which a connection without an answer is given up
 * @param connections most connections, and most calls at once
 */
public record RedisSettings(
        Optional<URI> url,
        Optional<String> user,
        Optional<Secret> password,
        String namespace,
        Duration longestWait,
        Duration timeout,
        int connections) {
    private static final int STANDARD_PORT = 6379;

    /** Reads section {@code redis}. */
    public static RedisSettings read(ConfigReader root) {
        ConfigReader in = root.in("redis");
        return new RedisSettings(
                in.optional("url", "redis://HOST:PORT/DATABASE or rediss://…, without a password", RedisSettings::url),
                in.optional("user", "a text", text -> text.isBlank() ? null : text.strip()),
                in.secret("password", 1),
                in.text("namespace"),
                in.duration("wait", Duration.ofMillis(1), Duration.ofSeconds(1)),
                in.duration("timeout", Duration.ofMillis(10), Duration.ofSeconds(10)),
                in.integer("connections", 1, 1000));
    }

    static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static int port(URI url) {
        return url.getPort() < 0 ? STANDARD_PORT : url.getPort();
    }

    static int database(URI url) {
        String path = url.getPath();
        return path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    private static @Nullable URI url(String text) {
        try {
            URI url = new URI(text.strip());
            boolean scheme = "redis".equals(url.getScheme()) || "rediss".equals(url.getScheme());
            boolean path = url.getPath() != null && url.getPath().matches("/?|/\\d{1,4}");
            boolean bare = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
            return scheme && path && bare && url.getHost() != null ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
