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
     * @param atMost how long the work may take to end; after it, or with a second signal, the process ends as it is
     */
    public Shutdown(Duration atMost) {
        this.atMost = atMost;
    }

    /** Takes the process's signals from now on. */
    public void install() {
        if (!Signals.onEnd(this::signalled)) {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("lotse-shutdown").unstarted(() -> {
                        request();
                        awaitFinished();
                    }));
        }
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

    private void signalled(int signal) {
        if (requested.getCount() == 0 || !endsInTime()) {
            Runtime.getRuntime().halt(Signals.EXIT + signal);
        }
    }

    private boolean endsInTime() {
        request();
        return awaitFinished();
    }

    private boolean awaitFinished() {
        try {
            if (finished.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            LOG.warn("not everything was closed within {} s", atMost.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
