package dev.lotse.gateway.http;

import dev.lotse.gateway.config.ConfigReader;
import java.time.Duration;

/**
 * How the server listens and what it bounds.
 *
 * @param host address or name to listen on
 * @param port 0 for any free one
 * @param maxBody longest body of a visitor's request, in bytes
 * @param maxHeaders longest header section of a request, in bytes
 * @param maxConnections most open connections
 * @param maxConcurrent most requests worked on at once; further ones get 503
 * @param idleTimeout after which a silent connection is closed
 * @param shutdownGrace how long requests in flight may go on after a stop
 * @param gzip whether responses are compressed for clients that take it
 * @param searchTimeout time for a search whose request names none
 */
public record ServerSettings(
        String host,
        int port,
        int maxBody,
        int maxHeaders,
        int maxConnections,
        int maxConcurrent,
        Duration idleTimeout,
        Duration shutdownGrace,
        boolean gzip,
        Duration searchTimeout) {

    /** Reads section {@code server}. */
    public static ServerSettings read(ConfigReader root) {
        ConfigReader in = root.in("server");
        return new ServerSettings(
                in.text("host"),
                in.integer("port", 0, 65_535),
                (int) in.bytes("max-body", 1024, 64 << 20),
                (int) in.bytes("max-headers", 1024, 1 << 20),
                in.integer("max-connections", 1, 1_000_000),
                in.integer("max-concurrent", 1, 100_000),
                in.duration("idle-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
                in.duration("shutdown-grace", Duration.ZERO, Duration.ofMinutes(10)),
                in.flag("gzip"),
                in.duration("search-timeout", Duration.ofMillis(10), Duration.ofSeconds(10)));
    }

    /** The same with another port. */
    public ServerSettings withPort(int other) {
        return new ServerSettings(
                host,
                other,
                maxBody,
                maxHeaders,
                maxConnections,
                maxConcurrent,
                idleTimeout,
                shutdownGrace,
                gzip,
                searchTimeout);
    }
}
