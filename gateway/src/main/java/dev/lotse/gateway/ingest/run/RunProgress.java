package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ingest.IngestService.Progress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a run does and tells it at intervals, from a thread of its own so that a slow source does not silence it.
 *
 * <p>Thread-safe; the consumer is called by one thread at a time.
 */
final class RunProgress implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunProgress.class);

    private final Consumer<Progress> consumer;
    private final NanoClock clock;
    private final Duration interval;
    private final PassageEncoding encoding;
    private final long startedAt;
    private final AtomicLong pages = new AtomicLong();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong reused = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread teller;
    private volatile long expectedPages;
    private volatile boolean read;

    RunProgress(
            Consumer<Progress> consumer, NanoClock clock, Duration interval, long startedAt, PassageEncoding encoding) {
        this.consumer = consumer;
        this.clock = clock;
        this.interval = interval;
        this.startedAt = startedAt;
        this.encoding = encoding;
        this.expectedPages = -1;
        this.teller = Thread.ofPlatform().daemon().name("lotse-ingest-progress").unstarted(this::tell);
    }

    void start() {
        teller.start();
    }

    void expect(long count) {
        expectedPages = count;
    }

    void page(int reusedPassages, int queuedPassages) {
        pages.incrementAndGet();
        reused.addAndGet(reusedPassages);
        queued.addAndGet(queuedPassages);
    }

    /** Says that no more pages come. */
    void allRead() {
        read = true;
        expectedPages = pages.get();
    }

    long reused() {
        return reused.get();
    }

    Duration elapsed() {
        return Duration.ofNanos(clock.nanos() - startedAt);
    }

    Progress now() {
        long embedded = encoding.done();
        long pending = Math.max(0, queued.get() - embedded);
        return new Progress(
                pages.get(), expectedPages, embedded, reused.get(), pending, elapsed(), remaining(embedded, pending));
    }

    /** By the rate of the encoder where passages wait for it, else by the rate of reading. */
    private Duration remaining(long embedded, long pending) {
        long count = pages.get();
        double ahead = read || expectedPages <= count || count == 0 ? 0 : (double) (expectedPages - count) / count;
        double toEmbed = pending + queued.get() * ahead;
        double busy = encoding.busy().toNanos();
        double byEncoding = embedded == 0 ? 0 : busy / embedded * toEmbed;
        double byReading = elapsed().toNanos() * ahead;
        return Duration.ofNanos((long) Math.max(byEncoding, byReading));
    }

    private void tell() {
        try {
            while (!stop.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                consumer.accept(now());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("progress is not told any more: {}", e.toString());
        }
    }

    /** Stops telling; the caller may tell the last state itself. */
    @Override
    public void close() {
        stop.countDown();
        boolean interrupted = false;
        while (teller.isAlive()) {
            try {
                teller.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
