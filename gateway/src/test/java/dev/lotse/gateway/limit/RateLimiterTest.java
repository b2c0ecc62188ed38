package dev.lotse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.provider.testing.ManualTime;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final Limits OFF = new Limits(Optional.empty(), Optional.empty());

    private final ManualTime time = new ManualTime();
    private final List<String> events = new ArrayList<>();
    private final LimitObserver observer = new LimitObserver() {
        @Override
        public void refused(String scope) {
            events.add("refused " + scope);
        }

        @Override
        public void decidedAlone(String scope) {
            events.add("alone " + scope);
        }
    };

    @Test
    void admitsABurstAndThenWhatIsRefilled() {
        RateLimiter limiter = limiter(limits("10/1s", "off"), OFF, OFF, 1, null);

        assertThat(admitted(limiter, "198.51.100.1", 20)).isEqualTo(10);
        Decision refused = decide(limiter, "198.51.100.1");
        assertThat(refused.admitted()).isFalse();
        assertThat(refused.retryNanos()).isEqualTo(Duration.ofMillis(100).toNanos());
        assertThat(refused.retrySeconds()).isEqualTo(1);

        time.pass(Duration.ofMillis(300));
        assertThat(admitted(limiter, "198.51.100.1", 20)).isEqualTo(3);
    }

    @Test
    void holdsTheSustainedLimitToo() {
        RateLimiter limiter = limiter(limits("10/1s", "15/1m"), OFF, OFF, 1, null);

        assertThat(admitted(limiter, "198.51.100.1", 20)).isEqualTo(10);
        time.pass(Duration.ofSeconds(1));
        assertThat(admitted(limiter, "198.51.100.1", 20)).isEqualTo(5);
        assertThat(decide(limiter, "198.51.100.1").retrySeconds()).isEqualTo(3);
    }

    @Test
    void leavesOthersAloneWhenOneFloods() {
        RateLimiter limiter = limiter(limits("5/1s", "off"), limits("12/1s", "off"), OFF, 1, null);

        assertThat(admitted(limiter, "198.51.100.1", 1000)).isEqualTo(5);
        assertThat(admitted(limiter, "198.51.100.2", 3)).isEqualTo(3);
        assertThat(admitted(limiter, "2001:db8::1", 10))
                .as("what is left of the site's")
                .isEqualTo(4);
        assertThat(decide(limiter, "203.0.113.1").scope()).isEqualTo("site");
    }

    @Test
    void limitsAllTogether() {
        RateLimiter limiter = limiter(OFF, OFF, limits("off", "3/1m"), 1, null);

        assertThat(admitted(limiter, "198.51.100.1", 2)).isEqualTo(2);
        assertThat(admitted(limiter, "198.51.100.2", 2)).isEqualTo(1);
        assertThat(events).containsExactly("refused global");
    }

    @Test
    void exemptsWhoIsToBeExempt() {
        LimitSettings settings = new LimitSettings(
                true,
                1,
                List.of(),
                List.of(Objects.requireNonNull(Cidr.parse("127.0.0.0/8"))),
                limits("1/1m", "off"),
                OFF,
                OFF,
                OFF);
        RateLimiter limiter = new RateLimiter(settings, null, time, observer);

        assertThat(limiter.decide(address("127.0.0.1"), "docs")).isEmpty();
        assertThat(limiter.decide(address("198.51.100.1"), "docs")).isPresent();
    }

    @Test
    void tellsItsPolicies() {
        assertThat(limiter(limits("100/1s", "1200/1m"), OFF, limits("off", "9000/10s"), 1, null)
                        .policies())
                .isEqualTo("\"client\";q=100;w=1, \"client\";q=1200;w=60, \"global\";q=9000;w=10");
    }

    @Test
    void takesAFewFromTheSharedBucketAndAsksNoMoreForThose() {
        FakeBuckets shared = new FakeBuckets(100);
        RateLimiter limiter = limiter(limits("off", "200/1m"), OFF, OFF, 2, shared);

        assertThat(admitted(limiter, "198.51.100.1", 10)).isEqualTo(10);
        assertThat(shared.asked).as("leases of 5").hasValue(2);
        assertThat(shared.left).hasValue(90);
    }

    @Test
    void forgetsALeaseThatIsNotUsed() {
        FakeBuckets shared = new FakeBuckets(7);
        RateLimiter limiter = limiter(limits("off", "200/1m"), OFF, OFF, 2, shared);

        assertThat(admitted(limiter, "198.51.100.1", 1)).isEqualTo(1);
        time.pass(Duration.ofSeconds(2));
        assertThat(admitted(limiter, "198.51.100.1", 10))
                .as("7 - 5 leased and lost")
                .isEqualTo(2);
    }

    @Test
    void neverAdmitsMoreThanTheSharedBucketHas() {
        FakeBuckets shared = new FakeBuckets(50);
        List<RateLimiter> gateways = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            gateways.add(limiter(limits("off", "200/1m"), OFF, OFF, 3, shared));
        }
        int all = 0;
        for (int i = 0; i < 100; i++) {
            for (RateLimiter gateway : gateways) {
                all += decide(gateway, "198.51.100.1").admitted() ? 1 : 0;
            }
        }
        assertThat(all).isEqualTo(50);
    }

    @Test
    void believesARefusalForAWhileWithoutAskingAgain() {
        FakeBuckets shared = new FakeBuckets(0);
        RateLimiter limiter = limiter(limits("off", "200/1m"), OFF, OFF, 1, shared);

        assertThat(admitted(limiter, "198.51.100.1", 50)).isZero();
        assertThat(shared.asked).hasValue(1);
        time.pass(Duration.ofSeconds(1));
        admitted(limiter, "198.51.100.1", 1);
        assertThat(shared.asked).hasValue(2);
    }

    @Test
    void letsItsPartThroughWithoutTheSharedBucket() {
        FakeBuckets shared = new FakeBuckets(1000);
        shared.away = true;
        int all = 0;
        for (int i = 0; i < 3; i++) {
            all += admitted(limiter(limits("off", "30/1m"), OFF, OFF, 3, shared), "198.51.100.1", 100);
        }
        assertThat(all).as("three gateways together").isEqualTo(30);
        assertThat(events).contains("alone client", "refused client");
    }

    @Test
    void asksABucketThatIsAwayOnlyNowAndThen() {
        FakeBuckets shared = new FakeBuckets(1000);
        shared.away = true;
        RateLimiter limiter = limiter(limits("off", "600/1m"), OFF, OFF, 1, shared);

        admitted(limiter, "198.51.100.1", 50);
        assertThat(shared.asked).hasValue(1);
        shared.away = false;
        time.pass(Duration.ofMillis(100));
        admitted(limiter, "198.51.100.1", 1);
        assertThat(shared.left).hasValue(970);
    }

    @Test
    void readsQuotas() {
        assertThat(Quota.parse("100/1s")).isEqualTo(new Quota(100, Duration.ofSeconds(1)));
        assertThat(Quota.parse(" 5 / 250 ms ")).isEqualTo(new Quota(5, Duration.ofMillis(250)));
        assertThat(Quota.parse("off")).isEqualTo(Quota.OFF);
        for (String wrong : List.of("", "100", "0/1s", "5/0s", "5/s", "-1/1s", "1.5/1s", "100/1d")) {
            assertThat(Quota.parse(wrong)).as(wrong).isNull();
        }
    }

    private RateLimiter limiter(
            Limits client, Limits site, Limits global, int gateways, @Nullable SharedBuckets shared) {
        return new RateLimiter(
                new LimitSettings(true, gateways, List.of(), List.of(), client, OFF, site, global),
                shared,
                time,
                observer);
    }

    private static Limits limits(String burst, String sustained) {
        return new Limits(quota(burst), quota(sustained));
    }

    private static Optional<Quota> quota(String text) {
        return Optional.ofNullable(Quota.parse(text)).filter(quota -> quota.requests() > 0);
    }

    private static Decision decide(RateLimiter limiter, String address) {
        return limiter.decide(address(address), "docs").orElseThrow();
    }

    private static int admitted(RateLimiter limiter, String address, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += decide(limiter, address).admitted() ? 1 : 0;
        }
        return admitted;
    }

    private static InetAddress address(String text) {
        return Objects.requireNonNull(Cidr.address(text), text);
    }

    /** One bucket that nothing refills. */
    private static final class FakeBuckets implements SharedBuckets {
        final AtomicInteger left;
        final AtomicInteger asked = new AtomicInteger();
        boolean away;

        FakeBuckets(int requests) {
            left = new AtomicInteger(requests);
        }

        @Override
        public Taken take(String name, Limits limits, long wanted) {
            asked.incrementAndGet();
            if (away) {
                return new Taken.Away();
            }
            int taken = (int) Math.min(wanted, left.get());
            return taken == 0
                    ? new Taken.Exhausted(Duration.ofSeconds(1).toNanos())
                    : new Taken.Granted(taken, left.addAndGet(-taken));
        }
    }
}
