package dev.lotse.gateway.retrieval.elasticsearch;

import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks on sites that hold for all gateways of a cluster. Their length is short; a running build renews its own. Clocks of
 * gateways may differ by a few seconds. Thread-safe.
 */
final class SiteLocks {
    private static final Logger LOG = LoggerFactory.getLogger(SiteLocks.class);
    private static final Duration BUILD = Duration.ofSeconds(60);
    private static final Duration RENEWAL = Duration.ofSeconds(15);
    private static final Duration UPDATE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Control control;
    private final String gateway;
    private final ScheduledExecutorService renewals;
    private final Duration patience;
    private final AtomicLong count = new AtomicLong();

    /** Owners of this process that are done, but could not say so to the cluster. */
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    /**
     * @param gateway tells this process from all others
     * @param renewals runs the renewals of builds
     * @param patience how long an update waits for another one
     */
    SiteLocks(Control control, String gateway, ScheduledExecutorService renewals, Duration patience) {
        this.control = control;
        this.gateway = gateway;
        this.renewals = renewals;
        this.patience = patience;
    }

    private String newOwner() {
        return gateway + "#" + count.incrementAndGet();
    }

    /** Takes the build lease, or fails where somebody has it. */
    Build startBuild(String site) {
        String owner = newOwner();
        SiteRecord record = control.change(site, before -> {
            if (isHeld(before.build())) {
                throw new EngineException("an index of site '" + site
                        + "' is being built already; wait for it to end, or end that process and wait "
                        + BUILD.toSeconds() + " s");
            }
            return before.withBuild(control.lease(owner, BUILD));
        });
        return new Build(record, owner);
    }

    /** Takes the update lease, waiting for it. */
    Update startUpdate(String site) {
        String owner = newOwner();
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                SiteRecord record = control.change(site, before -> {
                    if (isHeld(before.update())) {
                        throw new HeldException();
                    }
                    return before.withUpdate(control.lease(owner, UPDATE));
                });
                return new Update(record, owner);
            } catch (HeldException e) {
                if (System.nanoTime() > end) {
                    throw new EngineException(
                            "site '" + site + "' is being changed by another process for more than "
                                    + patience.toSeconds() + " s; try again",
                            e);
                }
                pause();
            }
        }
    }

    private boolean isHeld(SiteRecord.@Nullable Lease lease) {
        return lease != null && control.isHeld(lease) && !gone.contains(lease.owner());
    }

    /** Ends a lease. One that the cluster cannot be told of holds nobody in this process. */
    private void end(String site, String owner, UnaryOperator<SiteRecord> change) {
        gone.add(owner);
        control.change(site, change);
        gone.remove(owner);
    }

    /** See {@link Control#changedSince}. */
    Set<String> changedSince(String site, long revision) {
        return control.changedSince(site, revision);
    }

    /** See {@link Control#forgetChanges}. */
    void forgetChanges(String site, long revision) {
        control.forgetChanges(site, revision);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while waiting for a lock", e);
        }
    }

    /** Somebody else holds the lease. */
    private static final class HeldException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static boolean isMine(SiteRecord.@Nullable Lease lease, String owner) {
        return lease != null && Objects.equals(lease.owner(), owner);
    }

    /** The right to build a site's next generation, until it is closed. */
    final class Build implements AutoCloseable {
        private final SiteRecord record;
        private final String owner;
        private final ScheduledFuture<?> renewal;

        Build(SiteRecord record, String owner) {
            this.record = record;
            this.owner = owner;
            renewal = renewals.scheduleWithFixedDelay(
                    this::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
        }

        /** The record when the build began. */
        SiteRecord record() {
            return record;
        }

        private void renew() {
            try {
                control.change(
                        record.site(),
                        before ->
                                isMine(before.build(), owner) ? before.withBuild(control.lease(owner, BUILD)) : before);
            } catch (EngineException e) {
                LOG.warn("the lock on building site '{}' cannot be renewed: {}", record.site(), e.getMessage());
            }
        }

        @Override
        public void close() {
            renewal.cancel(false);
            end(record.site(), owner, before -> isMine(before.build(), owner) ? before.withBuild(null) : before);
        }
    }

    /** The right to change a site's serving generation, until it is closed. */
    final class Update implements AutoCloseable {
        private final SiteRecord record;
        private final String owner;
        private boolean changed;

        Update(SiteRecord record, String owner) {
            this.record = record;
            this.owner = owner;
        }

        SiteRecord record() {
            return record;
        }

        /** The serving index. */
        String index() {
            String index = record.index();
            if (index == null) {
                throw new UnknownSiteException(record.site());
            }
            return index;
        }

        /** Notes what is about to be changed; from then on closing gives the site a new version. */
        void note(Collection<String> objectIds) {
            control.noteChanges(record, objectIds);
            changed = true;
        }

        /** Makes another index the serving one and ends the lease. */
        void publish(String index, long number, GenerationInfo info) {
            control.change(record.site(), before -> {
                if (!isMine(before.update(), owner)) {
                    throw new EngineException("the lock on site '" + record.site()
                            + "' was lost while its index was published; the former one goes on serving");
                }
                return before.serving(index, number, info).withUpdate(null);
            });
        }

        @Override
        public void close() {
            end(record.site(), owner, before -> {
                SiteRecord after = changed ? before.changed() : before;
                return isMine(before.update(), owner) ? after.withUpdate(null) : after;
            });
        }
    }
}
