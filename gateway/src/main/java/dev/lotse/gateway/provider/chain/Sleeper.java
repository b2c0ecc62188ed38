package dev.lotse.gateway.provider.chain;

import java.time.Duration;

/** Waits. Tests move their clock instead. */
@FunctionalInterface
public interface Sleeper {
    /** The current thread's sleep. */
    Sleeper SYSTEM = Thread::sleep;

    void sleep(Duration duration) throws InterruptedException;
}
