package dev.lotse.gateway.cache;

import java.time.Duration;

/**
 * A response that is kept.
 *
 * @param body what is sent
 * @param entityTag its weak entity tag
 * @param lifetime how long it may be used
 * @param bornNanos when it was made, on this process's monotonic clock
 */
public record Entry(BodyTemplate body, String entityTag, Lifetime lifetime, long bornNanos) {
    /** What an entry costs besides its body: objects, key and the cache's own links. */
    private static final int OVERHEAD = 320;

    /** An entry of a body. */
    public static Entry of(BodyTemplate body, Lifetime lifetime, long bornNanos) {
        return new Entry(body, body.entityTag(), lifetime, bornNanos);
    }

    /** Time since it was made; never negative. */
    public Duration age(long nowNanos) {
        return Duration.ofNanos(Math.max(0, nowNanos - bornNanos));
    }

    /** Whether it may be served as it is. */
    public boolean isFresh(long nowNanos) {
        return nowNanos - bornNanos < lifetime.fresh().toNanos();
    }

    /** Whether it may be served, if only while a new one is made. */
    public boolean isUsable(long nowNanos) {
        return nowNanos - bornNanos < lifetime.total().toNanos();
    }

    /** Bytes of memory, estimated. */
    public int weight() {
        return body.bytes().length + OVERHEAD;
    }
}
