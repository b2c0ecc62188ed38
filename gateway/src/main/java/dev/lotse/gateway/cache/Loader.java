package dev.lotse.gateway.cache;

import dev.lotse.gateway.deadline.Deadline;

/** Makes a response that the cache does not have. */
@FunctionalInterface
public interface Loader {
    /**
     * The response. What it throws reaches those who wait for it.
     *
     * @param background whether nobody waits, and the request that asked may be over
     */
    Loaded load(Deadline deadline, boolean background);

    /**
     * A new response.
     *
     * @param lifetime {@link Lifetime#NONE} for one that must not be kept: degraded, or made of a version that is gone
     */
    record Loaded(BodyTemplate body, Lifetime lifetime) {}
}
