package dev.lotse.models;

import java.time.Duration;
import java.util.List;

/**
 * Reads a query and a passage together and says how well the one answers the other: a cross-encoder.
 *
 * <p>Thread-safe: calls from many threads share the model's lanes.
 */
public interface PairScorer extends AutoCloseable {

    /** What is loaded. */
    ModelSpec model();

    /**
     * Scores passages against a query, in the order given, until the time is up.
     *
     * @param query the visitor's words; takes at most half of the model's window, the rest is cut
     * @param passages the most promising first; each is cut to what the window leaves
     * @param limit longest time to wait; what is not ready then is left out
     * @return the scores of the first passages, as many as were ready: raw logits, higher is better, comparable within
     *     one call. Shorter than {@code passages} where the time was up, and empty where nothing was ready
     * @throws ModelException when the model cannot be run
     */
    float[] score(String query, List<String> passages, Duration limit);

    /** Waits for running calls, then releases the native memory. A closed scorer throws {@link ModelException}. */
    @Override
    void close();
}
