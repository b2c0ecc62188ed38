package dev.lotse.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lotse.gateway.deadline.NanoClock;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One kind of limit, with a bucket for each client, each site, or all.
 *
 * <p>Alone, a gateway decides from its own bucket. Several take requests from a shared bucket, a few at a time, and then let that many
 * through without asking: the whole never exceeds what the shared bucket gave out. What is not used soon is forgotten, so an idle gateway
 * may cost the others a few requests, and never grants one too many. Without the shared bucket each gateway lets its part through.
 *
 * <p>Thread-safe.
 */
final class ScopeLimiter {
    /** Clients whose buckets are remembered; who is forgotten begins with a full one. */
    private static final int MOST_BUCKETS = 100_000;

    /** A lease is this part of the smaller quota, so that few requests have to ask, and few are lost with it. */
    private static final int LEASE_PART = 20;

    private static final long MAX_LEASE_NANOS = Duration.ofSeconds(1).toNanos();

    /** A refusal is believed this long at most; others may give way. */
    private static final long MAX_REFUSAL_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long AWAY_NANOS = Duration.ofMillis(100).toNanos();

    private final String scope;
    private final Limits limits;
    private final Limits own;
    private final @Nullable SharedBuckets shared;
    private final NanoClock clock;
    private final LimitObserver observer;
    private final long lease;
    private final long leaseNanos;
    private final Cache<String, Allowance> allowances;

    ScopeLimiter(
            String scope,
            Limits limits,
            int gateways,
            @Nullable SharedBuckets shared,
            NanoClock clock,
            LimitObserver observer) {
        this.scope = scope;
        this.limits = limits;
        this.own = shared == null ? limits : limits.share(gateways);
        this.shared = shared;
        this.clock = clock;
        this.observer = observer;
        long smallest =
                limits.quotas().stream().mapToLong(Quota::requests).min().orElse(1);
        long shortest = limits.quotas().stream()
                .mapToLong(quota -> quota.window().toNanos())
                .min()
                .orElse(MAX_LEASE_NANOS);
        this.lease = Math.max(1, smallest / ((long) LEASE_PART * gateways));
        this.leaseNanos = Math.min(MAX_LEASE_NANOS, shortest / 10);
        this.allowances = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(limits.longestWindow())
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /** Decides on one request of this client or site. */
    Decision take(String id) {
        Allowance allowance = allowances.get(id, unused -> new Allowance());
        Decision decision = shared == null ? allowance.fromOwnBucket() : allowance.fromShared(shared, id);
        if (!decision.admitted()) {
            observer.refused(scope);
        }
        return decision;
    }

    private Decision admitted(long remaining) {
        return new Decision(true, scope, Math.max(0, remaining), 0);
    }

    private Decision refused(long nanos) {
        return new Decision(false, scope, 0, Math.max(1, nanos));
    }

    /** What one client or site may still do. */
    private final class Allowance {
        private final Bucket bucket = bucket();
        private final ReentrantLock lock = new ReentrantLock();
        private long leased;
        private long remaining;
        private long leaseEnd = clock.nanos();
        private long refusedUntil = leaseEnd;
        private long awayUntil = leaseEnd;

        Decision fromOwnBucket() {
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
            return probe.isConsumed() ? admitted(probe.getRemainingTokens()) : refused(probe.getNanosToWaitForRefill());
        }

        Decision fromShared(SharedBuckets buckets, String id) {
            // Held while Redis is asked: others of the same client would ask for the same.
            lock.lock();
            try {
                long now = clock.nanos();
                if (leased > 0 && now - leaseEnd < 0) {
                    leased--;
                    return admitted(remaining + leased);
                }
                if (now - refusedUntil < 0) {
                    return refused(refusedUntil - now);
                }
                if (now - awayUntil >= 0) {
                    SharedBuckets.Taken taken =
                            buckets.take(scope + ':' + limits.signature() + ':' + id, limits, lease);
                    switch (taken) {
                        case SharedBuckets.Taken.Granted(long requests, long left) -> {
                            leased = requests - 1;
                            remaining = left;
                            leaseEnd = clock.nanos() + leaseNanos;
                            return admitted(remaining + leased);
                        }
                        case SharedBuckets.Taken.Exhausted(long nanosToWait) -> {
                            refusedUntil = clock.nanos() + Math.min(nanosToWait, MAX_REFUSAL_NANOS);
                            return refused(nanosToWait);
                        }
                        case SharedBuckets.Taken.Away away -> awayUntil = clock.nanos() + AWAY_NANOS;
                    }
                }
                observer.decidedAlone(scope);
                return fromOwnBucket();
            } finally {
                lock.unlock();
            }
        }

        private Bucket bucket() {
            LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(new Meter(clock, clock.nanos()));
            own.quotas().forEach(quota -> builder.addLimit(quota.bandwidth()));
            return builder.build();
        }
    }

    /** Counts from zero: Bucket4j compares times, and the clock's may overflow. */
    private record Meter(NanoClock clock, long origin) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.nanos() - origin;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
