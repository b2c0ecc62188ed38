package dev.lotse.gateway.limit.redis;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.redis.consts.LuaScripts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.RedisClient;

/**
 * Bucket4j over Jedis 8, whose client Bucket4j's own adapter does not know yet. It reads a bucket and writes it if it is still the same,
 * with Bucket4j's scripts. A bucket ends in Redis when it would be full again.
 */
final class RedisProxyManager extends AbstractCompareAndSwapBasedProxyManager<String> {
    /** Each try is two round trips; who loses this often lets its own bucket decide. */
    private static final int MAX_RETRIES = 20;

    private static final Duration SPARE = Duration.ofSeconds(10);
    private static final byte[] SWAP = bytes(LuaScripts.SCRIPT_COMPARE_AND_SWAP_PX);
    private static final byte[] CREATE = bytes(LuaScripts.SCRIPT_SET_NX_PX);

    private final RedisClient redis;
    private final ExpirationAfterWriteStrategy expiration;

    RedisProxyManager(RedisClient redis, TimeMeter time) {
        super(ClientSideConfig.getDefault().withClientClock(time).withMaxRetries(MAX_RETRIES));
        this.redis = redis;
        this.expiration = ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(SPARE);
    }

    @Override
    protected CompareAndSwapOperation beginCompareAndSwapOperation(String key) {
        byte[] name = bytes(key);
        return new CompareAndSwapOperation() {
            @Override
            public Optional<byte[]> getStateData(Optional<Long> timeoutNanos) {
                return Optional.ofNullable(redis.get(name));
            }

            @Override
            public boolean compareAndSwap(
                    byte[] original, byte[] changed, RemoteBucketState state, Optional<Long> timeoutNanos) {
                byte[] millis = bytes(
                        Long.toString(Math.max(1, expiration.calculateTimeToLiveMillis(state, currentTimeNanos()))));
                Object swapped = original == null
                        ? redis.eval(CREATE, List.of(name), List.of(changed, millis))
                        : redis.eval(SWAP, List.of(name), List.of(original, changed, millis));
                return swapped instanceof Long number && number == 1;
            }
        };
    }

    @Override
    protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String key) {
        throw new UnsupportedOperationException("the limiter waits for its answer");
    }

    @Override
    protected CompletableFuture<Void> removeAsync(String key) {
        throw new UnsupportedOperationException("the limiter waits for its answer");
    }

    @Override
    public void removeProxy(String key) {
        redis.del(key);
    }

    @Override
    public boolean isAsyncModeSupported() {
        return false;
    }

    @Override
    public boolean isExpireAfterWriteSupported() {
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
