package dev.lotse.gateway.ops;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a signal (SIGTERM, Ctrl-C) and the thread that serves: the signal asks, the thread ends its work in its own order, and
 * only then the JVM goes down. Thread-safe.
 */
public final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Duration atMost;

    /**
     * @param atMost how long the JVM waits for the work to end
     */
    public Shutdown(Duration atMost) {
        this.atMost = atMost;
    }

    /** Makes this JVM's end wait for {@link #finished()}. */
    public void install() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("lotse-shutdown").unstarted(this::requestAndWait));
    }

    /** Blocks until the end is asked for. */
    public void await() throws InterruptedException {
        requested.await();
    }

    /** Asks for the end. */
    public void request() {
        requested.countDown();
    }

    /** All is closed. */
    public void finished() {
        finished.countDown();
    }

    private void requestAndWait() {
        request();
        try {
            if (!finished.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("not everything was closed within {} s", atMost.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
