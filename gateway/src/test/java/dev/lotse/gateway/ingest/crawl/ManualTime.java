package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.deadline.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only where somebody waits, or a test says so. Thread-safe. */
final class ManualTime implements NanoClock, Sleeper, InstantSource {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Duration> slept = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public synchronized long nanos() {
        return now.toNanos();
    }

    @Override
    public synchronized Instant instant() {
        return START.plus(now);
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        slept.add(duration);
        now = now.plus(duration);
    }

    synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** What was waited so far, each time. */
    synchronized List<Duration> slept() {
        return List.copyOf(slept);
    }
}
