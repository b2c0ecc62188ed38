package dev.lotse.gateway.cache;

/** Told what the cache does. Thread-safe, and never slow. */
public interface CacheObserver {
    /** Tells no one. */
    CacheObserver NONE = (outcome) -> {};

    /** A background refresh ended. */
    void refreshed(Refresh outcome);

    /** How a background refresh ended. */
    enum Refresh {
        /** A new response is kept. */
        RENEWED,
        /** Another gateway had made it, or makes it now. */
        ELSEWHERE,
        /** There is no new response, or none that may be kept; the old one goes on until its end. */
        FAILED,
        /** Too many are running. */
        SKIPPED
    }
}
