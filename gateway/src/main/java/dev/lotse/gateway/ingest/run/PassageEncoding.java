package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.run.PassageEncoder.Encoded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take the spool's queue from front to back through the encoder into the cache. They start at once, so that
 * encoding overlaps reading; whoever writes waits for the position that a page needs.
 *
 * <p>Thread-safe. {@code done} is the position below which everything is encoded; batches above it may be ready too.
 */
final class PassageEncoding implements AutoCloseable {
    private final PageSpool spool;
    private final EmbeddingCache cache;
    private final PassageEncoder encoder;
    private final int batchSize;
    private final NanoClock clock;
    private final List<Thread> threads = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final BitSet finishedAbove = new BitSet();
    private long available;
    private long taken;
    private long done;
    private boolean complete;
    private boolean closed;
    private int running;
    private long runningSince;
    private long busyNanos;
    private @Nullable RuntimeException failure;

    PassageEncoding(
            PageSpool spool,
            EmbeddingCache cache,
            PassageEncoder encoder,
            int threadCount,
            int batchSize,
            NanoClock clock) {
        this.spool = spool;
        this.cache = cache;
        this.encoder = encoder;
        this.batchSize = batchSize;
        this.clock = clock;
        for (int i = 1; i <= threadCount; i++) {
            threads.add(Thread.ofPlatform().daemon().name("lotse-encode-" + i).start(this::work));
        }
    }

    /** Says that the queue has grown to this length. */
    void available(long queued) {
        lock.lock();
        try {
            throwFailure();
            available = queued;
            // A part of a batch waits for the rest, or for the end.
            if (available - taken >= batchSize) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that the queue will not grow any more. */
    void complete() {
        lock.lock();
        try {
            complete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything below the position is encoded.
     *
     * @throws IngestException when encoding failed, or the caller is interrupted
     */
    void awaitDone(long position) {
        lock.lock();
        try {
            while (done < position) {
                throwFailure();
                boolean signalled = changed.await(1, TimeUnit.SECONDS);
                if (!signalled && threads.stream().noneMatch(Thread::isAlive) && done < position) {
                    throwFailure();
                    throw new IngestException("the encoder's threads ended early");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestException("the run was cancelled; what was embedded is kept for the next one", e);
        } finally {
            lock.unlock();
        }
    }

    /** Passages encoded so far. */
    long done() {
        lock.lock();
        try {
            return done + (long) batchSize * finishedAbove.cardinality();
        } finally {
            lock.unlock();
        }
    }

    /** Time during which the encoder had work. */
    Duration busy() {
        lock.lock();
        try {
            return Duration.ofNanos(busyNanos + (running > 0 ? clock.nanos() - runningSince : 0));
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            for (long from = take(); from >= 0; from = take()) {
                encode(from, to(from));
            }
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            fail(new IngestException("encoding failed: " + e, e));
            throw e;
        }
    }

    private long to(long from) {
        lock.lock();
        try {
            return Math.min(from + batchSize, available);
        } finally {
            lock.unlock();
        }
    }

    private void encode(long from, long to) {
        List<PageSpool.Waiting> batch = new ArrayList<>(batchSize);
        for (long position = from; position < to; position++) {
            batch.add(spool.waiting(position));
        }
        begin();
        List<Encoded> encodings;
        try {
            encodings =
                    encoder.encode(batch.stream().map(PageSpool.Waiting::input).toList());
        } finally {
            end();
        }
        for (int i = 0; i < batch.size(); i++) {
            cache.put(batch.get(i).hash(), encodings.get(i));
        }
        finished(from, to);
    }

    /** The start of the next batch, or -1 when there will be none. Only the last batch is shorter than the others. */
    private long take() {
        lock.lock();
        try {
            while (!closed && failure == null) {
                long waiting = available - taken;
                if (waiting >= batchSize || (complete && waiting > 0)) {
                    long from = taken;
                    taken = Math.min(taken + batchSize, available);
                    return from;
                }
                if (complete) {
                    return -1;
                }
                changed.awaitUninterruptibly();
            }
            return -1;
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        lock.lock();
        try {
            if (running++ == 0) {
                runningSince = clock.nanos();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            if (--running == 0) {
                busyNanos += clock.nanos() - runningSince;
            }
        } finally {
            lock.unlock();
        }
    }

    private void finished(long from, long to) {
        lock.lock();
        try {
            if (from == done) {
                done = to;
                while (finishedAbove.get(batch(done))) {
                    finishedAbove.clear(batch(done));
                    done = Math.min(done + batchSize, taken);
                }
            } else {
                finishedAbove.set(batch(from));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int batch(long position) {
        return Math.toIntExact(position / batchSize);
    }

    private void fail(RuntimeException e) {
        lock.lock();
        try {
            if (failure == null) {
                failure = e;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure instanceof IngestException e
                    ? e
                    : new IngestException("encoding failed: " + failure.getMessage(), failure);
        }
    }

    /** Lets running batches end, and drops the others. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
