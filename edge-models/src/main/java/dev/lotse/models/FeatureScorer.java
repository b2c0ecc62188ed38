package dev.lotse.models;

import java.util.List;
import java.util.Map;

/**
 * A small network that turns the features of search results into scores, all results of a query in one run.
 *
 * <p>Thread-safe. Runs on the caller's thread: it takes microseconds, not milliseconds.
 */
public interface FeatureScorer extends AutoCloseable {

    /** The features by name, in the order of the columns. */
    List<String> features();

    /** What the model's file says about itself, such as its training data and scores. */
    Map<String, String> metadata();

    /**
     * Scores rows of features.
     *
     * @param rows {@code count} rows of as many values as there are features; a missing one is NaN where the network
     *     was trained to take it
     * @param count number of rows, 0 or more
     * @return a score for each row, higher is better; may be NaN where the network gives that
     * @throws ModelException when the network cannot be run or is closed
     */
    float[] score(float[] rows, int count);

    /** Waits for running calls, then releases the native memory. */
    @Override
    void close();
}
