package dev.lotse.gateway.overload;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many searches may be under way, learnt from how long they take: additive increase, multiplicative decrease (Chiu, Jain 1989) with
 * latency as the sign of congestion, as in TCP Vegas.
 *
 * <p>Latencies are looked at in windows. While the median of a window is within {@code tolerance} times that of calm times, and the limit
 * was reached, the limit grows by one; when it is beyond, the limit shrinks by a tenth. Calm is the lowest median that was seen; where
 * no more was under way than there are processors it follows what it sees, so that a larger index is not taken for congestion for
 * ever.
 *
 * <p>Not thread-safe: its user has a lock.
 */
final class AdaptiveLimit {
    private static final int ENOUGH = 20;
    private static final int FEW = 5;
    private static final int MOST_SAMPLES = 256;
    private static final long SHORT_WINDOW = Duration.ofMillis(100).toNanos();
    private static final long LONG_WINDOW = Duration.ofSeconds(1).toNanos();
    private static final double DECREASE = 0.9;
    private static final double DRIFT = 0.1;

    private final int least;
    private final int most;
    private final double tolerance;
    private final int processors;
    private final long[] samples = new long[MOST_SAMPLES];
    private int limit;
    private int count;
    private int peak;
    private long windowStart;
    private double calm;

    /**
     * @param processors up to so many at once do not wait for each other
     * @param now the nano clock
     */
    AdaptiveLimit(OverloadSettings settings, int processors, long now) {
        this.least = settings.least();
        this.most = settings.most();
        this.tolerance = settings.tolerance();
        this.processors = processors;
        this.limit = Math.min(most, 2 * least);
        this.windowStart = now;
    }

    int limit() {
        return limit;
    }

    /**
     * Takes in one search.
     *
     * @param nanos how long it took, the wait for its turn not counted
     * @param together how many were under way when it ended, itself included
     */
    void sample(long nanos, int together, long now) {
        if (count < MOST_SAMPLES) {
            samples[count++] = nanos;
        }
        peak = Math.max(peak, together);
        long age = now - windowStart;
        if ((count >= ENOUGH && age >= SHORT_WINDOW) || (count >= FEW && age >= LONG_WINDOW)) {
            close();
            windowStart = now;
        }
    }

    private void close() {
        Arrays.sort(samples, 0, count);
        double median = samples[count / 2];
        if (calm == 0 || median < calm) {
            calm = median;
        } else if (peak <= processors) {
            calm += DRIFT * (median - calm);
        }
        if (median > tolerance * calm) {
            limit = Math.max(least, (int) (limit * DECREASE));
        } else if (peak >= limit) {
            limit = Math.min(most, limit + 1);
        }
        count = 0;
        peak = 0;
    }
}
