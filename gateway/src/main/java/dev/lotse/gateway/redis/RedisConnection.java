package dev.lotse.gateway.redis;

import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.breaker.CircuitBreaker;
import dev.lotse.gateway.config.Secret;
import dev.lotse.gateway.deadline.NanoClock;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisBusyException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Redis, kept out of everyone's way. The caller waits for as long as it says and no longer, while the command runs on a thread of its
 * own to the end of its socket's timeout. As many commands run at once as there are connections; a further one is not begun. When
 * Redis fails, a breaker spares everyone the waiting, and lets one call through now and then to see whether it is back.
 *
 * <p>Nothing here throws for what is wrong with Redis. Thread-safe.
 */
public final class RedisConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);

    /** Opens soon, for a visitor's time is short, and comes back soon, for a restart of Redis takes a second. */
    private static final BreakerConfig BREAKER =
            new BreakerConfig(20, 5, 0.5, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final RedisClient redis;
    private final Duration longestWait;
    private final ExecutorService executor;
    private final NanoClock clock;
    private final RedisObserver observer;
    private final CircuitBreaker breaker;
    private final Semaphore free;

    /**
     * A connection; nothing is connected before the first call.
     *
     * @param url where Redis is
     * @param executor runs the commands; a virtual thread per task is right. It is not closed with the connection
     */
    public RedisConnection(
            RedisSettings settings, URI url, ExecutorService executor, NanoClock clock, RedisObserver observer) {
        this.longestWait = settings.longestWait();
        this.executor = executor;
        this.clock = clock;
        this.observer = observer;
        this.breaker = new CircuitBreaker(BREAKER, clock);
        this.free = new Semaphore(settings.connections());
        this.redis = RedisClient.builder()
                .hostAndPort(RedisSettings.host(url), RedisSettings.port(url))
                .clientConfig(client(settings, url))
                .poolConfig(pool(settings))
                .build();
    }

    /** The longest that a visitor should wait for one answer. */
    public Duration longestWait() {
        return longestWait;
    }

    /** Whether calls are let through; what a health check shows. */
    public boolean isUsable() {
        return breaker.state() == CircuitBreaker.State.CLOSED;
    }

    /**
     * Runs a command and waits for its answer.
     *
     * @param command its name, for meters
     * @param atMost how long to wait
     */
    public <T extends @Nullable Object> RedisResult<T> call(String command, Duration atMost, RedisCommand<T> work) {
        if (!free.tryAcquire()) {
            return away(command, RedisObserver.Outcome.BUSY, 0);
        }
        if (!breaker.tryAcquire()) {
            free.release();
            return away(command, RedisObserver.Outcome.OPEN, 0);
        }
        long start = clock.nanos();
        try {
            Future<T> running = executor.submit(() -> {
                try {
                    return work.run(redis);
                } finally {
                    free.release();
                }
            });
            return settle(command, start, running, atMost);
        } catch (RejectedExecutionException e) {
            free.release();
            breaker.unknown();
            return away(command, RedisObserver.Outcome.BUSY, 0);
        }
    }

    /** Runs a command for which nobody waits. */
    public void later(String command, RedisCommand<?> work) {
        try {
            executor.execute(() -> {
                // The result is counted; whoever wants more than that waits.
                RedisResult<?> ignored = callAtLeisure(command, work);
            });
        } catch (RejectedExecutionException e) {
            observer.called(command, RedisObserver.Outcome.BUSY, 0);
        }
    }

    /** Closes all connections. Calls that run end with a failure. */
    @Override
    public void close() {
        redis.close();
    }

    private <T extends @Nullable Object> RedisResult<T> callAtLeisure(String command, RedisCommand<T> work) {
        return call(command, Duration.ofSeconds(10), work);
    }

    private <T extends @Nullable Object> RedisResult<T> settle(
            String command, long start, Future<T> running, Duration atMost) {
        try {
            T value = running.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            breaker.success();
            observer.called(command, RedisObserver.Outcome.OK, clock.nanos() - start);
            return new RedisResult.Answer<>(value);
        } catch (TimeoutException e) {
            // It goes on to the socket's timeout: interrupting it would break the connection, and Redis may be back by
            // then.
            breaker.failure();
            return away(command, RedisObserver.Outcome.SLOW, clock.nanos() - start);
        } catch (ExecutionException e) {
            return failed(command, start, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            breaker.unknown();
            return away(command, RedisObserver.Outcome.BROKEN, clock.nanos() - start);
        }
    }

    private <T extends @Nullable Object> RedisResult<T> failed(String command, long start, @Nullable Throwable cause) {
        long nanos = clock.nanos() - start;
        if (refusesUs(cause)) {
            breaker.trip();
            LOG.warn("Redis refuses the gateway: {}", message(cause));
            return away(command, RedisObserver.Outcome.REFUSED, nanos);
        }
        boolean answered = cause instanceof JedisDataException && !isUnfit(cause);
        if (answered) {
            // Out of memory, for one: reading goes on.
            breaker.success();
            LOG.debug("Redis answered {} with an error", command, cause);
            return away(command, RedisObserver.Outcome.REFUSED, nanos);
        }
        boolean wasUsable = isUsable();
        breaker.failure();
        if (wasUsable && !isUsable()) {
            LOG.warn("Redis cannot be used; going on without it: {}", message(cause));
        }
        if (cause instanceof JedisConnectionException) {
            // The other idle connections lead to the same server that is gone.
            redis.getPool().clear();
        }
        return away(command, RedisObserver.Outcome.BROKEN, nanos);
    }

    private <T extends @Nullable Object> RedisResult<T> away(String command, RedisObserver.Outcome reason, long nanos) {
        observer.called(command, reason, nanos);
        return new RedisResult.Away<>(reason);
    }

    /** A wrong password does not become right by trying. It may be found while a connection is made, deep in the causes. */
    private static boolean refusesUs(@Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof JedisAccessControlException) {
                return true;
            }
        }
        return false;
    }

    /** It answers, but not to be used: a script blocks it, or it is still reading its data. */
    private static boolean isUnfit(@Nullable Throwable cause) {
        return cause instanceof JedisBusyException || message(cause).startsWith("LOADING");
    }

    private static String message(@Nullable Throwable cause) {
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    private static DefaultJedisClientConfig client(RedisSettings settings, URI url) {
        int millis = (int) settings.timeout().toMillis();
        DefaultJedisClientConfig.Builder client = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .database(RedisSettings.database(url))
                .sslOptions("rediss".equals(url.getScheme()) ? SslOptions.defaults() : null)
                .clientName("lotse")
                .resp2();
        settings.user().ifPresent(client::user);
        settings.password().map(Secret::value).ifPresent(client::password);
        return client.build();
    }

    private static ConnectionPoolConfig pool(RedisSettings settings) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(settings.connections());
        pool.setMaxIdle(settings.connections());
        pool.setBlockWhenExhausted(true);
        pool.setMaxWait(settings.timeout());
        pool.setJmxEnabled(false);
        return pool;
    }
}
