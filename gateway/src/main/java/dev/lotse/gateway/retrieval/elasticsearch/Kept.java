package dev.lotse.gateway.retrieval.elasticsearch;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.EngineException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something made from an index and kept in memory. Of a new generation it is made at once, and callers wait for it; after
 * changes in place it is made again beside the callers, who get the former one meanwhile, and not more often than the pause
 * allows. Thread-safe.
 */
final class Kept<T> {
    private final Function<String, T> make;
    private final Executor background;
    private final NanoClock clock;
    private final long pauseNanos;

    /** Held only to swap fields, never while something is made. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Made<T> current;
    private boolean renewing;

    private record Made<T>(String index, String version, CompletableFuture<T> value, long at) {}

    /** @param make makes it from the index of that name */
    Kept(Function<String, T> make, Executor background, NanoClock clock, Duration pause) {
        this.make = make;
        this.background = background;
        this.clock = clock;
        this.pauseNanos = pause.toNanos();
    }

    T get(SiteRecord record, String index) {
        CompletableFuture<T> value;
        boolean mine = false;
        lock.lock();
        try {
            Made<T> made = current;
            if (made == null || !made.index().equals(index) || made.value().isCompletedExceptionally()) {
                made = new Made<>(index, record.version(), new CompletableFuture<>(), clock.nanos());
                current = made;
                mine = true;
            } else if (!made.version().equals(record.version())
                    && !renewing
                    && clock.nanos() - made.at() >= pauseNanos) {
                renewing = true;
                background.execute(() -> renew(record, index));
            }
            value = made.value();
        } finally {
            lock.unlock();
        }
        if (mine) {
            try {
                value.complete(make.apply(index));
            } catch (RuntimeException e) {
                value.completeExceptionally(e);
            }
        }
        try {
            return value.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EngineException engine
                    ? engine
                    : new EngineException("the words of index " + index + " cannot be read", e);
        }
    }

    private void renew(SiteRecord record, String index) {
        @Nullable T value = null;
        try {
            value = make.apply(index);
        } catch (EngineException e) {
            // The former one stays; the next caller after the pause tries again.
        }
        lock.lock();
        try {
            renewing = false;
            Made<T> made = current;
            if (made != null && made.index().equals(index)) {
                current = value == null
                        ? new Made<>(index, made.version(), made.value(), clock.nanos())
                        : new Made<>(index, record.version(), CompletableFuture.completedFuture(value), clock.nanos());
            }
        } finally {
            lock.unlock();
        }
    }
}
