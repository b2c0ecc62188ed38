package dev.lotse.gateway.cache;

import java.util.Locale;

/**
 * A response and where it came from.
 *
 * @param entry the response
 * @param status how it was found
 * @param level where it was found
 */
public record Served(Entry entry, Status status, Level level) {

    /** How a response was found. The lower-case name is what {@code cache} says in a response. */
    public enum Status {
        HIT,
        STALE,
        MISS,
        BYPASS;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** The name in responses and meters. */
        public String wireName() {
            return wireName;
        }
    }

    /** Where a response was found. */
    public enum Level {
        /** In this process. */
        MEMORY,
        /** In the store that gateways share. */
        SHARED,
        /** It was made for another request that asks the same in other words. */
        SIMILAR,
        /** Another request, here or on another gateway, was making it. */
        FLIGHT,
        /** Nowhere: it was made. */
        NONE;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** The name in meters. */
        public String wireName() {
            return wireName;
        }
    }
}
