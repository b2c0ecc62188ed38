package dev.lotse.benchmarks.result;

import org.jspecify.annotations.Nullable;

/**
 * One number that a later run is compared with.
 *
 * @param name what was measured, such as {@code hybrid/4-clients/p99}; the same in every run
 * @param unit such as {@code ms}, {@code ns/op}, {@code req/s}, {@code MiB}
 * @param kind how the number depends on the machine, and which way is better
 * @param value the number, finite
 * @param noise half the width of its 99 % interval as a part of the value; null where one run cannot tell
 */
public record Measurement(
        String name,
        String unit,
        Kind kind,
        double value,
        @Nullable Double noise) {
    public Measurement {
        if (!Double.isFinite(value) || value < 0) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed are finite numbers from 0");
        }
        if (noise != null && (!Double.isFinite(noise) || noise < 0)) {
            throw new IllegalArgumentException("the noise of " + name + " is " + noise + "; allowed is null or from 0");
        }
    }

    /** How a number depends on the machine. */
    public enum Kind {
        /** Grows on a slower machine; less is better. */
        TIME,
        /** Shrinks on a slower machine; more is better. */
        RATE,
        /** The same on every machine, such as bytes; less is better. */
        SIZE
    }
}
