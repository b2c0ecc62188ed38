package dev.lotse.gateway.cache.redis;

import dev.lotse.gateway.cache.CacheKey;
import dev.lotse.gateway.cache.CacheSettings;
import dev.lotse.gateway.cache.Entry;
import dev.lotse.gateway.cache.SharedCache;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.redis.RedisConnection;
import dev.lotse.gateway.redis.RedisResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import redis.clients.jedis.params.SetParams;

/**
 * Entries in Redis under {@code NAMESPACE:cache:1:entry:SITE:DIGEST}, locks under {@code …:lock:…}, purges under {@code …:epoch:SITE}. Every
 * key is used alone, so a cluster will do too. Each entry ends by itself with its lifetime. Thread-safe.
 */
public final class RedisSharedCache implements SharedCache {
    /** Of the layout of keys and values; another version would not see the entries of this one. */
    private static final String VERSION = ":cache:1:";

    /** Longer than a search may take, and short enough should the gateway that has it die. */
    private static final long LOCK_MILLIS = 2_000;

    private static final String UNLOCK =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

    private final RedisConnection redis;
    private final String prefix;
    private final EntryCodec codec;
    private final NanoClock clock;
    private final RandomGenerator random;

    /**
     * @param namespace first part of every key
     * @param wallClock tells the age of entries across gateways
     */
    public RedisSharedCache(
            RedisConnection redis,
            String namespace,
            CacheSettings settings,
            NanoClock clock,
            InstantSource wallClock,
            RandomGenerator random) {
        this.redis = redis;
        this.prefix = namespace + VERSION;
        this.codec = new EntryCodec(settings.compressAbove(), settings.maxEntry(), wallClock);
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Found get(CacheKey key, Duration atMost) {
        byte[] name = entryName(key);
        RedisResult<Optional<byte[]>> result =
                redis.call("get", bounded(atMost), client -> Optional.ofNullable(client.get(name)));
        return switch (result) {
            case RedisResult.Away<Optional<byte[]>> away -> Found.AWAY;
            case RedisResult.Answer<Optional<byte[]>> answer ->
                new Found(answer.value().flatMap(bytes -> codec.decode(key, bytes, clock.nanos())), true);
        };
    }

    @Override
    public Lock lock(CacheKey key, Duration atMost) {
        String token = Long.toHexString(random.nextLong());
        String name = lockName(key);
        SetParams params = SetParams.setParams().nx().px(LOCK_MILLIS);
        RedisResult<Boolean> result =
                redis.call("lock", bounded(atMost), client -> client.set(name, token, params) != null);
        return switch (result) {
            case RedisResult.Away<Boolean> away -> Lock.AWAY;
            case RedisResult.Answer<Boolean> answer -> answer.value() ? new Lock(Lock.State.OURS, token) : Lock.TAKEN;
        };
    }

    @Override
    public Waiting look(CacheKey key, Duration atMost) {
        byte[] entry = entryName(key);
        byte[] lock = bytes(lockName(key));
        RedisResult<Waiting> result = redis.call("look", bounded(atMost), client -> {
            List<byte[]> values = client.mget(lock, entry);
            Optional<byte[]> stored = Optional.ofNullable(values.get(1));
            return new Waiting(
                    stored.flatMap(bytes -> codec.decode(key, bytes, clock.nanos())),
                    Optional.ofNullable(values.get(0)).isPresent());
        });
        return switch (result) {
            case RedisResult.Away<Waiting> away -> Waiting.GIVEN_UP;
            case RedisResult.Answer<Waiting> answer -> answer.value();
        };
    }

    @Override
    public void store(CacheKey key, Entry entry, Lock lock) {
        long now = clock.nanos();
        long millis = entry.lifetime().total().minus(entry.age(now)).toMillis();
        if (millis <= 0) {
            unlock(key, lock);
            return;
        }
        byte[] name = entryName(key);
        redis.later("store", client -> {
            String stored = client.set(
                    name, codec.encode(key, entry, now), SetParams.setParams().px(millis));
            // After the entry: who waits for the lock must find one or the other.
            String token = lock.token();
            return token == null ? stored : client.eval(UNLOCK, List.of(lockName(key)), List.of(token));
        });
    }

    @Override
    public void unlock(CacheKey key, Lock lock) {
        String token = lock.token();
        if (token != null) {
            String name = lockName(key);
            redis.later("unlock", client -> client.eval(UNLOCK, List.of(name), List.of(token)));
        }
    }

    @Override
    public Optional<Map<String, String>> epochs(Collection<String> sites, Duration atMost) {
        List<String> names = List.copyOf(sites);
        String[] keys = names.stream().map(this::epochName).toArray(String[]::new);
        RedisResult<Map<String, String>> result = redis.call("epochs", atMost, client -> {
            List<String> tokens = client.mget(keys);
            Map<String, String> known = new HashMap<>();
            for (int i = 0; i < keys.length; i++) {
                String site = names.get(i);
                Optional.ofNullable(tokens.get(i)).ifPresent(token -> known.put(site, token));
            }
            return known;
        });
        return switch (result) {
            case RedisResult.Away<Map<String, String>> away -> Optional.empty();
            case RedisResult.Answer<Map<String, String>> answer -> Optional.of(answer.value());
        };
    }

    @Override
    public boolean publishEpoch(String site, String token, Duration atMost) {
        String name = epochName(site);
        return redis.call("purge", atMost, client -> client.set(name, token)) instanceof RedisResult.Answer;
    }

    private Duration bounded(Duration atMost) {
        Duration longest = redis.longestWait();
        return atMost.compareTo(longest) < 0 ? atMost : longest;
    }

    private byte[] entryName(CacheKey key) {
        return bytes(prefix + "entry:" + key.site() + ':' + key.hex());
    }

    private String lockName(CacheKey key) {
        return prefix + "lock:" + key.site() + ':' + key.hex();
    }

    private String epochName(String site) {
        return prefix + "epoch:" + site;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
