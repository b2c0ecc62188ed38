package dev.lotse.gateway.cache;

import dev.lotse.gateway.deadline.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one request make a response while the others that want the same one wait for it. Who waits keeps a quarter of its time to
 * make the response itself, should the first be too slow. Thread-safe.
 */
final class Flights {
    private record Flight(Duration timeout, CompletableFuture<Served> result) {}

    private final ConcurrentMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();

    /**
     * The response, made by this request or by another.
     *
     * @param timeout the time that the request had in all: a poor result of one that had less is no answer for one with more
     * @param make makes it; what it throws reaches those that wait too
     */
    Served fly(CacheKey key, Duration timeout, Deadline deadline, Supplier<Served> make) {
        Flight mine = new Flight(timeout, new CompletableFuture<>());
        Flight other = flights.putIfAbsent(key, mine);
        if (other == null) {
            return lead(key, mine, make);
        }
        Served served = follow(other, timeout, deadline);
        return served == null ? make.get() : served;
    }

    private Served lead(CacheKey key, Flight mine, Supplier<Served> make) {
        try {
            Served served = make.get();
            mine.result().complete(served);
            return served;
        } catch (RuntimeException | Error e) {
            mine.result().completeExceptionally(e);
            throw e;
        } finally {
            flights.remove(key, mine);
        }
    }

    private static @Nullable Served follow(Flight other, Duration timeout, Deadline deadline) {
        boolean hadLessTime = other.timeout().compareTo(timeout) < 0;
        try {
            Served served = other.result().get(deadline.remaining().toNanos() / 4 * 3, TimeUnit.NANOSECONDS);
            boolean kept = !served.entry().lifetime().equals(Lifetime.NONE);
            if (!kept && hadLessTime) {
                return null;
            }
            return new Served(served.entry(), kept ? Served.Status.HIT : Served.Status.MISS, Served.Level.FLIGHT);
        } catch (ExecutionException e) {
            if (!hadLessTime && e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            return null;
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
