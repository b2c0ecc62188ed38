package dev.lotse.gateway.redis;

/** Told how each call to Redis ended. Thread-safe, and never slow. */
@FunctionalInterface
public interface RedisObserver {
    /** Tells no one. */
    RedisObserver NONE = (command, outcome, nanos) -> {};

    /** A call ended, or its caller stopped waiting. */
    void called(String command, Outcome outcome, long nanos);

    /** How a call ended for its caller. */
    enum Outcome {
        OK,
        /** Redis answered with an error. */
        REFUSED,
        /** No connection, or it broke. */
        BROKEN,
        /** No answer in the time given. */
        SLOW,
        /** The breaker is open: Redis was not asked. */
        OPEN,
        /** Too many calls are running: Redis was not asked. */
        BUSY
    }
}
