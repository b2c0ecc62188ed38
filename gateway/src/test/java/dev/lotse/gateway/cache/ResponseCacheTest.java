package dev.lotse.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.cache.ResponseCache.Reach;
import dev.lotse.gateway.cache.Served.Level;
import dev.lotse.gateway.cache.Served.Status;
import dev.lotse.gateway.cache.memory.CaffeineNearCache;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.provider.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResponseCacheTest {
    private static final Lifetime LIFETIME = new Lifetime(Duration.ofSeconds(60), Duration.ofSeconds(30));
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final CacheSettings SETTINGS = new CacheSettings(
            true,
            LIFETIME.fresh(),
            LIFETIME.stale(),
            Duration.ofSeconds(10),
            1 << 20,
            1000,
            1,
            Duration.ofMillis(100),
            100,
            Duration.ZERO,
            Duration.ZERO);

    private final ManualTime time = new ManualTime();
    private final FakeSharedCache shared = new FakeSharedCache();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final List<CacheObserver.Refresh> refreshes = new ArrayList<>();
    private final AtomicInteger seed = new AtomicInteger();
    private final ResponseCache cache = gateway(nanos -> time.pass(Duration.ofNanos(nanos)));
    private final AtomicInteger loads = new AtomicInteger();
    private final CacheKey key = cache.key("site", "query");

    @Test
    void makesAResponseOnceAndServesItFromMemory() {
        assertThat(get(cache, key, LIFETIME)).matches(s -> s.status() == Status.MISS && s.level() == Level.NONE);
        assertThat(get(cache, key, LIFETIME)).matches(s -> s.status() == Status.HIT && s.level() == Level.MEMORY);
        assertThat(loads).hasValue(1);
    }

    @Test
    void servesAnotherGatewaysResponse() {
        get(cache, key, LIFETIME);

        assertThat(get(gateway(nanos -> {}), key, LIFETIME))
                .matches(s -> s.status() == Status.HIT && s.level() == Level.SHARED);
        assertThat(loads).hasValue(1);
    }

    @Test
    void keepsWhatReachesNoFurtherThanThisProcessOutOfTheSharedStore() {
        cache.get(key, Reach.PROCESS, TIMEOUT, deadline(), loader(LIFETIME));

        assertThat(shared.calls).hasValue(0);
        assertThat(shared.entries).isEmpty();
        assertThat(get(cache, key, LIFETIME).status()).isEqualTo(Status.HIT);
    }

    @Test
    void servesAStaleResponseWhileANewOneIsMade() {
        get(cache, key, LIFETIME);
        time.pass(Duration.ofSeconds(61));

        Served stale = get(cache, key, LIFETIME);
        assertThat(stale.status()).isEqualTo(Status.STALE);
        assertThat(loads).hasValue(1);

        get(cache, key, LIFETIME);
        assertThat(background).as("one refresh per key").hasSize(1);
        background.remove().run();
        assertThat(loads).hasValue(2);
        assertThat(refreshes).containsExactly(CacheObserver.Refresh.RENEWED);
        Served fresh = get(cache, key, LIFETIME);
        assertThat(fresh.status()).isEqualTo(Status.HIT);
        assertThat(text(fresh)).isEqualTo("body 2");
    }

    @Test
    void refreshesNoMoreAtOnceThanAllowed() {
        CacheKey other = cache.key("site", "other");
        get(cache, key, LIFETIME);
        get(cache, other, LIFETIME);
        time.pass(Duration.ofSeconds(61));

        get(cache, key, LIFETIME);
        assertThat(get(cache, other, LIFETIME).status()).isEqualTo(Status.STALE);

        assertThat(background).hasSize(1);
        assertThat(refreshes).containsExactly(CacheObserver.Refresh.SKIPPED);
    }

    @Test
    void leavesTheRefreshToTheGatewayThatHasBegunIt() {
        get(cache, key, LIFETIME);
        time.pass(Duration.ofSeconds(61));
        shared.locks.put(key, "another gateway");

        get(cache, key, LIFETIME);
        background.remove().run();

        assertThat(loads).hasValue(1);
        assertThat(refreshes).containsExactly(CacheObserver.Refresh.ELSEWHERE);
    }

    @Test
    void makesAResponseAnewWhenItIsTooOldEvenForStale() {
        get(cache, key, LIFETIME);
        time.pass(Duration.ofSeconds(90));

        assertThat(get(cache, key, LIFETIME).status()).isEqualTo(Status.MISS);
        assertThat(loads).hasValue(2);
    }

    @Test
    void keepsTheOldResponseWhenARefreshFails() {
        get(cache, key, LIFETIME);
        time.pass(Duration.ofSeconds(61));

        Loader failing = (deadline, late) -> {
            throw new IllegalStateException("engine is away");
        };
        cache.get(key, Reach.GATEWAYS, TIMEOUT, deadline(), failing);
        background.remove().run();

        assertThat(refreshes).containsExactly(CacheObserver.Refresh.FAILED);
        assertThat(shared.locks).isEmpty();
        assertThat(get(cache, key, LIFETIME).status()).isEqualTo(Status.STALE);
    }

    @Test
    void neverKeepsWhatMustNotBeKept() {
        assertThat(get(cache, key, Lifetime.NONE).status()).isEqualTo(Status.MISS);
        assertThat(get(cache, key, LIFETIME).status()).isEqualTo(Status.MISS);
        assertThat(loads).hasValue(2);
    }

    @Test
    void givesTheLockBackWhenNothingMayBeKept() {
        get(cache, key, Lifetime.NONE);
        assertThat(shared.locks).isEmpty();
        assertThat(shared.entries).isEmpty();
    }

    @Test
    void neverKeepsAnErrorAndGivesTheLockBack() {
        assertThatThrownBy(() -> cache.get(key, Reach.GATEWAYS, TIMEOUT, deadline(), (deadline, late) -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(shared.locks).isEmpty();
        assertThat(get(cache, key, LIFETIME).status()).isEqualTo(Status.MISS);
    }

    @Test
    void doesNotKeepABodyThatIsTooLong() {
        Loader loader = (deadline, late) -> new Loader.Loaded(BodyTemplate.plain(new byte[1001]), LIFETIME);
        cache.get(key, Reach.GATEWAYS, TIMEOUT, deadline(), loader);

        assertThat(shared.entries).isEmpty();
        assertThat(get(cache, key, LIFETIME).status()).isEqualTo(Status.MISS);
    }

    @Test
    void asksAStoreThatIsAwayOnceAndNotForALockAsWell() {
        shared.away = true;
        assertThat(get(cache, key, LIFETIME).status()).isEqualTo(Status.MISS);
        assertThat(shared.calls).hasValue(1);
        assertThat(shared.entries).isEmpty();
    }

    @Test
    void waitsForTheGatewayThatMakesTheResponse() {
        shared.locks.put(key, "another gateway");
        AtomicInteger pauses = new AtomicInteger();
        ResponseCache waiting = gateway(nanos -> {
            time.pass(Duration.ofNanos(nanos));
            if (pauses.incrementAndGet() == 3) {
                shared.entries.put(key, Entry.of(body("theirs"), LIFETIME, time.nanos()));
            }
        });

        Served served = get(waiting, key, LIFETIME);

        assertThat(text(served)).isEqualTo("theirs");
        assertThat(served.level()).isEqualTo(Level.FLIGHT);
        assertThat(loads).hasValue(0);
    }

    @Test
    void makesTheResponseItselfWhenTheOtherGatewayGivesUp() {
        shared.locks.put(key, "another gateway");
        ResponseCache waiting = gateway(nanos -> {
            time.pass(Duration.ofNanos(nanos));
            shared.locks.remove(key);
        });

        assertThat(get(waiting, key, LIFETIME).status()).isEqualTo(Status.MISS);
        assertThat(loads).hasValue(1);
    }

    @Test
    void waitsForAnotherGatewayNoLongerThanSet() {
        shared.locks.put(key, "a gateway that died");
        long start = time.nanos();

        assertThat(get(cache, key, LIFETIME).status()).isEqualTo(Status.MISS);
        assertThat(time.nanos() - start).isEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void letsManyThatWantTheSameWaitForOne() throws Exception {
        int many = 20;
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Loader slow = (deadline, late) -> {
            loads.incrementAndGet();
            begun.countDown();
            await(go);
            return new Loader.Loaded(body("one"), LIFETIME);
        };
        List<Status> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Served>> all = new ArrayList<>();
            all.add(threads.submit(() -> cache.get(key, Reach.PROCESS, TIMEOUT, deadline(), slow)));
            await(begun);
            for (int i = 1; i < many; i++) {
                all.add(threads.submit(() -> cache.get(key, Reach.PROCESS, TIMEOUT, deadline(), slow)));
            }
            go.countDown();
            for (Future<Served> served : all) {
                statuses.add(served.get().status());
            }
        }
        assertThat(loads).hasValue(1);
        assertThat(statuses).hasSize(many).containsOnlyOnce(Status.MISS);
    }

    @Test
    void doesNotTakeAPoorResponseOfARequestThatHadLessTime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Loader hurried = (deadline, late) -> {
            begun.countDown();
            await(go);
            return new Loader.Loaded(body("degraded"), Lifetime.NONE);
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Served> first =
                    threads.submit(() -> cache.get(key, Reach.PROCESS, Duration.ofMillis(10), deadline(), hurried));
            await(begun);
            Future<Served> second =
                    threads.submit(() -> cache.get(key, Reach.PROCESS, TIMEOUT, deadline(), loader(LIFETIME)));
            go.countDown();
            assertThat(text(first.get())).isEqualTo("degraded");
            assertThat(text(second.get())).isEqualTo("body 1");
        }
    }

    @Test
    void findsNothingOfBeforeAPurgeOnAnyGateway() {
        ResponseCache other = gateway(nanos -> {});
        get(cache, cache.key("site", "query"), LIFETIME);
        get(other, other.key("site", "query"), LIFETIME);
        CacheKey elsewhere = cache.key("elsewhere", "query");
        get(cache, elsewhere, LIFETIME);

        assertThat(cache.purge("site")).isEqualTo(new ResponseCache.Purge(1, true));
        other.synchronise(List.of("site", "elsewhere"));

        assertThat(get(cache, cache.key("site", "query"), LIFETIME).status()).isEqualTo(Status.MISS);
        assertThat(get(other, other.key("site", "query"), LIFETIME).level()).isEqualTo(Level.SHARED);
        assertThat(loads).hasValue(3);
        assertThat(get(cache, elsewhere, LIFETIME).status()).isEqualTo(Status.HIT);
    }

    @Test
    void tellsOfAPurgeLaterWhenTheStoreIsAway() {
        shared.away = true;
        assertThat(cache.purge("site").everywhere()).isFalse();

        shared.away = false;
        cache.synchronise(List.of("site"));

        ResponseCache other = gateway(nanos -> {});
        other.synchronise(List.of("site"));
        assertThat(other.key("site", "query"))
                .isEqualTo(cache.key("site", "query"))
                .isNotEqualTo(key);
    }

    @Test
    void bringsAPurgeBackThatTheStoreForgot() {
        cache.purge("site");
        String token = shared.tokens.remove("site");

        cache.synchronise(List.of("site"));

        assertThat(shared.tokens).containsEntry("site", String.valueOf(token));
    }

    @Test
    void tellsKeysApartWhoseJoinedPartsAreEqual() {
        assertThat(CacheKey.of("site", "ab", "c")).isNotEqualTo(CacheKey.of("site", "a", "bc"));
        assertThat(CacheKey.of("sitea", "b")).isNotEqualTo(CacheKey.of("site", "ab"));
    }

    @Test
    void staysWithinItsBytes() {
        CaffeineNearCache near = new CaffeineNearCache(10_000, time);
        for (int i = 0; i < 100; i++) {
            near.put(CacheKey.of("site", "q" + i), Entry.of(BodyTemplate.plain(new byte[680]), LIFETIME, time.nanos()));
        }
        assertThat(near.bytes()).isLessThanOrEqualTo(10_000);
        assertThat(near.entries()).isBetween(1L, 10L);
    }

    private ResponseCache gateway(java.util.function.LongConsumer pause) {
        return new ResponseCache(
                SETTINGS,
                new CaffeineNearCache(1 << 20, time),
                shared,
                background::add,
                time,
                pause,
                seed::incrementAndGet,
                refreshes::add);
    }

    private Served get(ResponseCache from, CacheKey wanted, Lifetime lifetime) {
        return from.get(wanted, Reach.GATEWAYS, TIMEOUT, deadline(), loader(lifetime));
    }

    private Loader loader(Lifetime lifetime) {
        return (deadline, late) -> new Loader.Loaded(body("body " + loads.incrementAndGet()), lifetime);
    }

    private Deadline deadline() {
        return Deadline.in(TIMEOUT, time);
    }

    private static BodyTemplate body(String text) {
        return BodyTemplate.plain(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Served served) {
        return new String(served.entry().body().bytes(), StandardCharsets.UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
