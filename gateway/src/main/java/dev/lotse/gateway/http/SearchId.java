package dev.lotse.gateway.http;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids of searches that were answered from the cache. */
final class SearchId {
    private SearchId() {}

    /** A random UUID (RFC 9562, version 4). It need not be hard to guess. */
    static String random(RandomGenerator random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
