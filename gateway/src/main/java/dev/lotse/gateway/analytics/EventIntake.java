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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from many threads and writes them many at a time, for one commit costs as much as a thousand events. Whoever waits
 * is told only after his events are durable. Searches do not wait: where the queue is full they are not counted, and the meter says
 * how many. Thread-safe.
 */
public final class EventIntake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);
    private static final int QUEUE = 4096;
    private static final int MOST_AT_ONCE = 5000;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final EventStore store;
    private final EventObserver observer;
    private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread writer;
    private volatile boolean closed;

    private record Batch(List<Event> events, CompletableFuture<Boolean> done) {}

    public EventIntake(EventStore store, EventObserver observer) {
        this.store = store;
        this.observer = observer;
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
        Batch batch = new Batch(List.copyOf(events), new CompletableFuture<>());
        if (closed || !queue.offer(batch, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            observer.dropped(events.size());
            return Outcome.REFUSED;
        }
        try {
            return batch.done().get(patience.toMillis(), TimeUnit.MILLISECONDS) ? Outcome.STORED : Outcome.REFUSED;
        } catch (ExecutionException | TimeoutException e) {
            return Outcome.REFUSED;
        }
    }

    /** Counts a search as soon as there is time; never waits. */
    public void searched(Event.Searched event) {
        if (closed || !queue.offer(new Batch(List.of(event), new CompletableFuture<>()))) {
            observer.dropped(1);
        }
    }

    private void write() {
        List<Batch> batches = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            batches.clear();
            try {
                Batch first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batches.add(first);
                int events = first.events().size();
                while (events < MOST_AT_ONCE && queue.peek() != null) {
                    Batch next = queue.remove();
                    batches.add(next);
                    events += next.events().size();
                }
            } catch (InterruptedException e) {
                return;
            }
            append(batches);
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
            batch.done().complete(stored);
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
