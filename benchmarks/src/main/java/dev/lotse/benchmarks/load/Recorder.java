package dev.lotse.benchmarks.load;

import dev.lotse.benchmarks.result.Capacity;
import dev.lotse.benchmarks.result.Environment;
import dev.lotse.benchmarks.result.LoadStep;
import dev.lotse.benchmarks.result.Measurement;
import dev.lotse.benchmarks.result.ResourceSample;
import dev.lotse.benchmarks.result.Results;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what scenarios measure, and tells it as it comes. Used by one thread. */
final class Recorder {
    /** Of a closed run of the empty handler: how much this machine does at all. */
    static final String REFERENCE = "floor/4-clients/rate";

    private final PrintStream out;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<LoadStep> steps = new ArrayList<>();
    private final List<Capacity> capacities = new ArrayList<>();
    private final List<ResourceSample> resources = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Recorder(PrintStream out) {
        this.out = out;
    }

    /** Prints the heading of a scenario. */
    void begin(String scenario, String about) {
        out.println();
        out.println(scenario + ": " + about);
        out.println(
                "       load      sent   refused    failed  degraded    req/s   p50 ms   p95 ms   p99 ms   max ms  cpu µs");
    }

    /** Keeps a step. */
    void step(Tally.Outcome outcome) {
        LoadStep step = outcome.step();
        steps.add(step);
        String load = step.model() == LoadStep.Model.CLOSED
                ? step.clients() + " clients"
                : String.format(Locale.ROOT, "%.0f/s", step.offered());
        out.println(String.format(
                Locale.ROOT,
                "%11s %9d %9d %9d %9d %8.0f %8.2f %8.2f %8.2f %8.1f %7.0f",
                load,
                step.requests(),
                step.refused(),
                step.failed(),
                step.degraded(),
                step.achieved(),
                step.latency().p50(),
                step.latency().p95(),
                step.latency().p99(),
                step.latency().max(),
                step.cpuMicros()));
    }

    /** Keeps a step, and its rate and times to compare by. */
    void compared(String name, Tally.Outcome outcome) {
        step(outcome);
        LoadStep step = outcome.step();
        add(name + "/rate", "req/s", Measurement.Kind.RATE, step.achieved(), outcome.rateNoise());
        add(name + "/p50", "ms", Measurement.Kind.TIME, step.latency().p50(), outcome.p50Noise());
        add(name + "/p99", "ms", Measurement.Kind.TIME, step.latency().p99(), outcome.p99Noise());
    }

    /** Keeps a number whose noise is known. */
    void add(String name, String unit, Measurement.Kind kind, double value, double noise) {
        measurements.add(new Measurement(name, unit, kind, value, noise));
    }

    /** Keeps a number whose noise one run does not tell. */
    void add(String name, String unit, Measurement.Kind kind, double value) {
        measurements.add(new Measurement(name, unit, kind, value, null));
    }

    /** Finds and prints the highest rates that a path held within each bound. */
    void capacities(String path) {
        StringBuilder line = new StringBuilder("  at p99 within");
        for (int bound : Capacity.BOUNDS) {
            Capacity capacity = Capacity.of(path, bound, steps);
            capacities.add(capacity);
            add(path + "/at-p99-" + bound + "ms", "req/s", Measurement.Kind.RATE, capacity.rate());
            line.append(String.format(Locale.ROOT, "   %d ms: %.0f req/s", bound, capacity.rate()));
        }
        out.println(line);
    }

    /** Keeps and prints what the gateway holds. */
    void resource(ResourceSample sample) {
        resources.add(sample);
        out.println(String.format(
                Locale.ROOT,
                "  %5.0f s   resident %4d MiB   living objects %6.1f MiB   threads %3d   files %4d   p99 %.1f ms",
                sample.second(),
                sample.residentBytes() >> 20,
                sample.heapBytes() / 1048576.0,
                sample.threads(),
                sample.files(),
                sample.p99()));
    }

    /** Tells what the gateway holds more than before. */
    void growth(ResourceSample before, ResourceSample after) {
        note("Growth: living objects %+.1f MiB, threads %+d, files %+d"
                .formatted(
                        (after.heapBytes() - before.heapBytes()) / 1048576.0,
                        after.threads() - before.threads(),
                        after.files() - before.files()));
    }

    /** Keeps and prints a sentence that belongs to the numbers. */
    void note(String sentence) {
        notes.add(sentence);
        out.println("  " + sentence);
    }

    Results results(Environment environment) {
        return new Results(
                Results.FORMAT, "load", environment, REFERENCE, measurements, steps, capacities, resources, notes);
    }
}
