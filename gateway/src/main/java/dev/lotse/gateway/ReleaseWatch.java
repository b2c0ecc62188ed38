package dev.lotse.gateway;

import dev.lotse.gateway.release.PublishedRules;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.release.StoreException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what is due, and takes up what other processes published, every second. */
final class ReleaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseWatch.class);

    private final PublishedRules rules;
    private final Releases releases;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lotse-release-watch").factory());

    /** Whether the last look failed: an outage is told once, not every second. */
    private boolean failing;

    ReleaseWatch(PublishedRules rules, Releases releases) {
        this.rules = rules;
        this.releases = releases;
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            rules.refresh();
            releases.publishDue();
            failing = false;
        } catch (StoreException e) {
            if (!failing) {
                LOG.warn("what is due cannot be published now: {}", e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            // A timer that throws never runs again.
            LOG.error("the watch of releases failed and goes on", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
