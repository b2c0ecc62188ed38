package dev.lotse.benchmarks.result;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The highest rate that a path was seen to hold.
 *
 * @param path what was asked for
 * @param boundMillis bound of the 99th percentile of latency
 * @param rate requests a second of the best step within the bound; 0 where none was
 */
public record Capacity(String path, int boundMillis, double rate) {
    /** The bounds that are reported, in milliseconds. */
    public static final List<Integer> BOUNDS = List.of(1, 5, 10, 50);

    /** The capacity by open steps: those of closed ones leave out the time that requests wait for a client. */
    public static Capacity of(String path, int boundMillis, List<LoadStep> steps) {
        Optional<LoadStep> best = steps.stream()
                .filter(step -> step.path().equals(path) && step.model() == LoadStep.Model.OPEN)
                .filter(step -> step.held() && step.latency().p99() <= boundMillis)
                .max(Comparator.comparingDouble(LoadStep::achieved));
        return new Capacity(path, boundMillis, best.map(LoadStep::achieved).orElse(0.0));
    }
}
