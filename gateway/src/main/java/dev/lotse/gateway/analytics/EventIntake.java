package dev.lotse.gateway.analytics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from many threads and writes them many at a time, for one commit costs as much as a thousand events. Whoever waits
 * is told only after his events are durable. Searches do not wait, so they are kept for company for a moment: each of its own would cost
 * the processors as much as a tenth of the search. Where the queue is full they are not counted, and the meter says how many. Thread-safe.
 */
public final class EventIntake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);
    private static final int QUEUE = 4096;
    private static final int MOST_AT_ONCE = 5000;
    private static final Duration COMPANY = Duration.ofMillis(250);
    /** How soon an idle writer sees that it is closed. */
    private static final Duration IDLE = Duration.ofMillis(200);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final EventStore store;
    private final EventObserver observer;
    private final Duration company;
    private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread writer;
    private volatile boolean closed;

    /** Events that are written together; nobody waits for searches. */
    private record Batch(List<Event> events, @Nullable CompletableFuture<Boolean> done) {
        boolean isAwaited() {
            return done != null;
        }
    }

    public EventIntake(EventStore store, EventObserver observer) {
        this(store, observer, COMPANY);
    }

    /** @param company how long searches are kept for others, unless somebody waits */
    EventIntake(EventStore store, EventObserver observer, Duration company) {
        this.store = store;
        this.observer = observer;
        this.company = company;
        writer = Thread.ofPlatform().daemon().name("lotse-events").start(this::write);
    }

    /** What {@link #accept} came to. */
    public enum Outcome {
        /** All events are durable. */
        STORED,
        /** None is, or nobody knows; the client may send them again. */
        REFUSED
    }

    /** Waits until the events are durable. */
    public Outcome accept(List<Event> events, Duration patience) throws InterruptedException {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Batch batch = new Batch(List.copyOf(events), done);
        if (closed || !queue.offer(batch, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            observer.dropped(events.size());
            return Outcome.REFUSED;
        }
        try {
            return done.get(patience.toMillis(), TimeUnit.MILLISECONDS) ? Outcome.STORED : Outcome.REFUSED;
        } catch (ExecutionException | TimeoutException e) {
            return Outcome.REFUSED;
        }
    }

    /** Counts a search as soon as there is time; never waits. */
    public void searched(Event.Searched event) {
        counted(event);
    }

    /** Counts something as soon as there is time; never waits. */
    public void counted(Event event) {
        if (closed || !queue.offer(new Batch(List.of(event), null))) {
            observer.dropped(1);
        }
    }

    private void write() {
        List<Batch> batches = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            batches.clear();
            try {
                collect(batches);
            } catch (InterruptedException e) {
                return;
            }
            if (!batches.isEmpty()) {
                append(batches);
            }
        }
    }

    /** Takes what waits; searches until somebody waits with them or their time for company is over. */
    private void collect(List<Batch> batches) throws InterruptedException {
        Batch next = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        long end = System.nanoTime() + company.toNanos();
        int events = 0;
        boolean awaited = false;
        while (next != null) {
            batches.add(next);
            events += next.events().size();
            awaited |= next.isAwaited();
            if (events >= MOST_AT_ONCE) {
                return;
            }
            next = awaited || closed ? queue.poll() : queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void append(List<Batch> batches) {
        List<Event> events = new ArrayList<>();
        batches.forEach(batch -> events.addAll(batch.events()));
        boolean stored = false;
        try {
            store.append(events);
            stored = true;
            observer.stored(events.size());
        } catch (RuntimeException e) {
            LOG.warn("{} events were not stored: {}", events.size(), e.getMessage());
            observer.dropped(events.size());
        }
        for (Batch batch : batches) {
            if (batch.done() != null) {
                batch.done().complete(stored);
            }
        }
    }

    /** Writes what waits, for some seconds at most. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!writer.join(CLOSING)) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
