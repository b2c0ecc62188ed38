package dev.lotse.gateway;

import dev.lotse.gateway.retrieval.snapshot.SnapshotEngine;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the copies of sites on this machine current while the gateway serves. */
final class SnapshotWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWatch.class);

    private final SnapshotEngine engine;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lotse-snapshots").factory());

    SnapshotWatch(SnapshotEngine engine, Duration interval) {
        this.engine = engine;
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::refresh, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        try {
            engine.refresh();
        } catch (RuntimeException e) {
            // A timer that throws never runs again.
            LOG.error("copying the sites to this machine failed and is tried again", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
