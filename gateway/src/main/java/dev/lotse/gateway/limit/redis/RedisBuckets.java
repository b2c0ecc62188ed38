package dev.lotse.gateway.limit.redis;

import dev.lotse.gateway.limit.Limits;
import dev.lotse.gateway.limit.SharedBuckets;
import dev.lotse.gateway.redis.RedisConnection;
import dev.lotse.gateway.redis.RedisResult;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.VerboseResult;
import java.time.InstantSource;

/**
 * Bucket4j's buckets in Redis under {@code NAMESPACE:limit:1:…}: read, count, and swap if nobody else did meanwhile, so that two gateways
 * never take the same request. The gateways' clocks fill the buckets; one that is ahead by a second fills a second early, once.
 * Thread-safe.
 */
public final class RedisBuckets implements SharedBuckets {
    private final RedisConnection redis;
    private final String prefix;
    private final TimeMeter time;

    /**
     * @param namespace first part of every key
     */
    public RedisBuckets(RedisConnection redis, String namespace, InstantSource wallClock) {
        this.redis = redis;
        this.prefix = namespace + ":limit:1:";
        this.time = new WallTime(wallClock);
    }

    @Override
    public Taken take(String name, Limits limits, long wanted) {
        RedisResult<VerboseResult<Long>> result = redis.call(
                "limit",
                redis.longestWait(),
                client -> new RedisProxyManager(client, time)
                        .builder()
                        .build(prefix + name, limits::configuration)
                        .asVerbose()
                        .tryConsumeAsMuchAsPossible(wanted));
        return switch (result) {
            case RedisResult.Away<VerboseResult<Long>> away -> new Taken.Away();
            case RedisResult.Answer<VerboseResult<Long>> answer -> {
                VerboseResult<Long> taken = answer.value();
                VerboseResult.Diagnostics left = taken.getDiagnostics();
                yield taken.getValue() > 0
                        ? new Taken.Granted(taken.getValue(), left.getAvailableTokens())
                        : new Taken.Exhausted(limits.nanosToWait(left.getAvailableTokensPerEachBandwidth()));
            }
        };
    }

    private record WallTime(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.millis() * 1_000_000;
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
