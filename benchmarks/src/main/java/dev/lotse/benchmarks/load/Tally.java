package dev.lotse.benchmarks.load;

import dev.lotse.benchmarks.result.Latency;
import dev.lotse.benchmarks.result.LoadStep;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/** Counts and times of one step, also by fifths of its length, whose spread tells how sure the whole is. Thread-safe. */
public final class Tally {
    static final int SLICES = 5;

    private static final long HIGHEST_MICROS = Duration.ofMinutes(2).toNanos() / 1000;

    /** Three digits are 0.1 % of a time, far below what any of them varies. */
    private static final int DIGITS = 3;

    /** Student's t for four degrees of freedom, 99 % between both ends. */
    private static final double T = 4.604;

    final LongAdder requests = new LongAdder();
    final LongAdder degraded = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder failed = new LongAdder();

    private final Histogram latency = new AtomicHistogram(HIGHEST_MICROS, DIGITS);
    private final Histogram service = new AtomicHistogram(HIGHEST_MICROS, DIGITS);
    private final Histogram[] slices = new Histogram[SLICES];
    private final long start;
    private final Duration length;

    /**
     * @param start by the nano clock
     */
    Tally(long start, Duration length) {
        this.start = start;
        this.length = length;
        for (int i = 0; i < SLICES; i++) {
            slices[i] = new AtomicHistogram(HIGHEST_MICROS, DIGITS);
        }
    }

    /** An answer as wanted: when it was due, when it was sent, and when it had come. */
    void answered(long due, long sent, long now) {
        long micros = micros(now - due);
        latency.recordValue(micros);
        service.recordValue(micros(now - sent));
        // What is late counts for the fifth in which it was due.
        slices[Math.clamp((due - start) * SLICES / length.toNanos(), 0, SLICES - 1)].recordValue(micros);
    }

    private static long micros(long nanos) {
        return Math.clamp(nanos / 1000, 0, HIGHEST_MICROS);
    }

    /**
     * What came out.
     *
     * @param seconds until the last answer
     * @param cpuNanos processor time of the server in this time
     */
    Outcome outcome(String path, LoadStep.Model model, int clients, double rate, double seconds, long cpuNanos) {
        long sent = requests.sum();
        LoadStep step = new LoadStep(
                path,
                model,
                clients,
                rate,
                seconds,
                latency.getTotalCount() / seconds,
                sent,
                degraded.sum(),
                refused.sum(),
                failed.sum(),
                Latency.ofMicros(latency),
                Latency.ofMicros(service),
                sent == 0 ? 0 : Math.max(0, cpuNanos) / 1e3 / sent);
        return new Outcome(
                step,
                noise(Histogram::getTotalCount),
                noise(slice -> slice.getValueAtPercentile(50)),
                noise(slice -> slice.getValueAtPercentile(99)));
    }

    /** Half the width of the 99 % interval of the mean of the fifths, as a part of it; 1 where they say nothing. */
    private double noise(ToDoubleFunction<Histogram> figure) {
        double sum = 0;
        double squares = 0;
        for (Histogram slice : slices) {
            double value = slice.getTotalCount() == 0 ? 0 : figure.applyAsDouble(slice);
            sum += value;
            squares += value * value;
        }
        double mean = sum / SLICES;
        if (mean == 0) {
            return 1;
        }
        double variance = Math.max(0, (squares - SLICES * mean * mean) / (SLICES - 1));
        return T * Math.sqrt(variance / SLICES) / mean;
    }

    /**
     * A step, and how sure its figures are: see {@link dev.lotse.benchmarks.result.Measurement#noise}.
     */
    public record Outcome(LoadStep step, double rateNoise, double p50Noise, double p99Noise) {}
}
