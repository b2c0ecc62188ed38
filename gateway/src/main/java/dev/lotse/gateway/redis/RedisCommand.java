package dev.lotse.gateway.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/** What is asked of Redis. */
@FunctionalInterface
public interface RedisCommand<T extends @Nullable Object> {
    /** Runs on a connection of its own. */
    T run(RedisClient redis);
}
