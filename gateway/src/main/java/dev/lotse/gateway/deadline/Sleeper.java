package dev.lotse.gateway.deadline;

import java.time.Duration;

/** Waits. Tests move their clock instead. */
@FunctionalInterface
public interface Sleeper {
    /** The current thread's sleep. */
    Sleeper SYSTEM = Thread::sleep;

    /** Waits, or ends early when the thread is interrupted. */
    void sleep(Duration duration) throws InterruptedException;
}
