package dev.lotse.gateway.cache;

import org.jspecify.annotations.Nullable;

/** The level in this process. Bounded; may forget anything at any time. Thread-safe, and never slow. */
public interface NearCache {
    /** The entry, or null. It may have become too old. */
    @Nullable
    Entry get(CacheKey key);

    /** Keeps an entry in place of an older one. */
    void put(CacheKey key, Entry entry);

    /** Drops every entry of a site and tells how many they were. */
    int purge(String site);

    /** Entries that are kept now, about. */
    long entries();

    /** Bytes that they take, about. */
    long bytes();
}
