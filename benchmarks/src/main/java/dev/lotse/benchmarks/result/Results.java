package dev.lotse.benchmarks.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All of one run.
 *
 * @param format of the file, {@value #FORMAT}
 * @param kind {@code micro} or {@code load}
 * @param environment where and how it was measured
 * @param reference name of the measurement that tells how fast the machine was in this run
 * @param measurements what is compared
 * @param steps loads, for curves; empty for {@code micro}
 * @param capacities highest rates within bounds of latency
 * @param resources what the gateway held in the course of a soak
 * @param notes sentences that a reader of the numbers has to know
 */
public record Results(
        int format,
        String kind,
        Environment environment,
        String reference,
        List<Measurement> measurements,
        List<LoadStep> steps,
        List<Capacity> capacities,
        List<ResourceSample> resources,
        List<String> notes) {
    /** The format that this program writes and reads. */
    public static final int FORMAT = 1;

    public Results {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format + "; allowed is " + FORMAT);
        }
        measurements = List.copyOf(measurements);
        steps = List.copyOf(steps);
        capacities = List.copyOf(capacities);
        resources = List.copyOf(resources);
        notes = List.copyOf(notes);
        List<String> names = new ArrayList<>();
        for (Measurement measurement : measurements) {
            if (names.contains(measurement.name())) {
                throw new IllegalArgumentException(measurement.name() + " is there twice");
            }
            names.add(measurement.name());
        }
    }

    /** The measurement of this name. */
    public Optional<Measurement> measurement(String name) {
        return measurements.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
