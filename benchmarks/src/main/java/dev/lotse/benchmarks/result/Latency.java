package dev.lotse.benchmarks.result;

import org.HdrHistogram.Histogram;

/** A distribution of times in milliseconds; all 0 where there were none. */
public record Latency(double p50, double p90, double p95, double p99, double p999, double max) {
    private static final double MICROS = 1000;

    /** The distribution of a histogram of microseconds. */
    public static Latency ofMicros(Histogram histogram) {
        return new Latency(
                at(histogram, 50),
                at(histogram, 90),
                at(histogram, 95),
                at(histogram, 99),
                at(histogram, 99.9),
                histogram.getMaxValue() / MICROS);
    }

    private static double at(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / MICROS;
    }
}
