package dev.lotse.gateway.cache;

import dev.lotse.gateway.config.ConfigReader;
import java.time.Duration;

/**
 * What the response cache keeps and for how long.
 *
 * @param enabled whether there is one
 * @param fresh how long a response is served as it is
 * @param stale how much longer it is served while a new one is made
 * @param negative how long "nothing found" is served
 * @param maxSize most bytes of responses in this process
 * @param maxEntry longest response that is kept, in bytes
 * @param refreshes most refreshes in the background at once
 * @param lockWait longest wait for a response that another gateway makes
 * @param compressAbove responses longer than this are compressed in the shared store, in bytes
 * @param browserMaxAge how long a browser may use a response without asking; 0 makes it ask each time
 * @param sharedMaxAge how long a CDN may; 0 forbids it to keep the response
 */
public record CacheSettings(
        boolean enabled,
        Duration fresh,
        Duration stale,
        Duration negative,
        long maxSize,
        int maxEntry,
        int refreshes,
        Duration lockWait,
        int compressAbove,
        Duration browserMaxAge,
        Duration sharedMaxAge) {

    /** Reads section {@code cache}. */
    public static CacheSettings read(ConfigReader root) {
        ConfigReader in = root.in("cache");
        return new CacheSettings(
                in.flag("enabled"),
                in.duration("fresh", Duration.ofSeconds(1), Duration.ofDays(1)),
                in.duration("stale", Duration.ZERO, Duration.ofDays(1)),
                in.duration("negative", Duration.ZERO, Duration.ofHours(1)),
                in.bytes("max-size", 64 << 10, 64L << 30),
                (int) in.bytes("max-entry", 1024, 16 << 20),
                in.integer("refreshes", 1, 1000),
                in.duration("lock-wait", Duration.ZERO, Duration.ofSeconds(5)),
                (int) in.bytes("compress-above", 0, 16 << 20),
                in.duration("browser-max-age", Duration.ZERO, Duration.ofDays(1)),
                in.duration("shared-max-age", Duration.ZERO, Duration.ofDays(1)));
    }

    /** Lifetime of a response. */
    public Lifetime lifetime(boolean found) {
        return found ? new Lifetime(fresh, stale) : new Lifetime(negative, Duration.ZERO);
    }
}
