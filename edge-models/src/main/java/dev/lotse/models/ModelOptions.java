package dev.lotse.models;

import java.time.Duration;

/**
 * How models are run.
 *
 * @param lanes how many runs of one model may be under way at once, 1 to 256; default: the available processors
 * @param intraOpThreads threads that share one run, 1 to 64; default 1, which gives the most throughput, because runs
 *     side by side need no synchronising; raise it where a single query must be faster and lanes stand idle
 * @param maxWait how long a query waits for its vector, queueing included, 1 ms to 10 minutes; default 10 s. Passages
 *     wait without a limit: whoever indexes is slowed down instead of refused
 * @param batchTokens padded tokens of one batch of passages, 1 to 65,536; a longer passage is a batch of its own. The
 *     default of {@value #DEFAULT_BATCH_TOKENS} makes every passage its own batch: see {@link OnnxEncoder} for why
 */
public record ModelOptions(int lanes, int intraOpThreads, Duration maxWait, int batchTokens) {
    /** See {@link OnnxEncoder}. */
    public static final int DEFAULT_BATCH_TOKENS = 1;

    public ModelOptions {
        require(lanes >= 1 && lanes <= 256, "lanes", lanes, "1 to 256");
        require(intraOpThreads >= 1 && intraOpThreads <= 64, "intraOpThreads", intraOpThreads, "1 to 64");
        require(
                maxWait.compareTo(Duration.ofMillis(1)) >= 0 && maxWait.compareTo(Duration.ofMinutes(10)) <= 0,
                "maxWait",
                maxWait,
                "1 ms to 10 minutes");
        require(batchTokens >= 1 && batchTokens <= 65_536, "batchTokens", batchTokens, "1 to 65536");
    }

    /** The defaults for this machine. */
    public static ModelOptions defaults() {
        return new ModelOptions(
                Runtime.getRuntime().availableProcessors(), 1, Duration.ofSeconds(10), DEFAULT_BATCH_TOKENS);
    }

    private static void require(boolean holds, String field, Object value, String allowed) {
        if (!holds) {
            throw new ModelException("Model option " + field + " is " + value + "; allowed: " + allowed + ".");
        }
    }
}
