package dev.lotse.gateway.redis;

import org.jspecify.annotations.Nullable;

/** How a call to Redis ended. */
public sealed interface RedisResult<T extends @Nullable Object> {

    /** Redis answered. */
    record Answer<T extends @Nullable Object>(T value) implements RedisResult<T> {}

    /** There is no answer; why is counted by the connection. */
    record Away<T extends @Nullable Object>(RedisObserver.Outcome reason) implements RedisResult<T> {}
}
