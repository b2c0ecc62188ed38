package dev.lotse.gateway.http;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends the reading of bodies that come too slowly. The server itself waits for the next byte for ever: its channels know no read timeout, and
 * its idle time leaves requests that have begun alone. An interrupt closes the channel under the reader. Thread-safe.
 */
final class BodyWatch implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("lotse-body-watch").factory());
    private final Duration atMost;

    /**
     * @param atMost longest time for a body that is read whole
     */
    BodyWatch(Duration atMost) {
        this.atMost = atMost;
        // Else each body that came in time would keep its thread for as long as the longest may take.
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Watches the calling thread until the reading is closed, which it has to do itself. */
    Reading watch() {
        Reading reading = new Reading(Thread.currentThread());
        reading.end = timer.schedule(reading::overdue, atMost.toNanos(), TimeUnit.NANOSECONDS);
        return reading;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** A body that is being read. */
    static final class Reading implements AutoCloseable {
        private final Thread reader;
        private boolean done;
        private boolean interrupted;

        @SuppressWarnings("NullAway.Init") // set before anyone else sees it
        private ScheduledFuture<?> end;

        Reading(Thread reader) {
            this.reader = reader;
        }

        private synchronized void overdue() {
            if (!done) {
                interrupted = true;
                reader.interrupt();
            }
        }

        /** The body is there, or will not come. */
        @Override
        public synchronized void close() {
            done = true;
            end.cancel(false);
            if (interrupted) {
                // It was for the channel; what follows is not to see it.
                boolean unused = Thread.interrupted();
            }
        }
    }
}
