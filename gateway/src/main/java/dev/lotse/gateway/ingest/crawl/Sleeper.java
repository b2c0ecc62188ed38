package dev.lotse.gateway.ingest.crawl;

import java.time.Duration;

/** Waits between requests. Tests do not wait. */
@FunctionalInterface
interface Sleeper {
    /** Waits with the thread that calls. */
    Sleeper SYSTEM = Thread::sleep;

    /** Waits, or ends early when the thread is interrupted. */
    void sleep(Duration duration) throws InterruptedException;
}
