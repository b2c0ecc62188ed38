package dev.lotse.benchmarks.result;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two runs, perhaps on two machines. Each number is first divided by the reference of its own run, which was measured minutes before on
 * the same machine; so a machine that is twice as slow changes nothing.
 *
 * @param lines by factor, the worst first
 * @param onlyBefore names that are in the first run alone
 * @param onlyAfter names that are in the second alone
 */
public record Comparison(List<Line> lines, List<String> onlyBefore, List<String> onlyAfter) {
    /** Less than this is no change worth a word, however quiet the runs were. */
    private static final double FLOOR = 0.05;

    public Comparison {
        lines = List.copyOf(lines);
        onlyBefore = List.copyOf(onlyBefore);
        onlyAfter = List.copyOf(onlyAfter);
    }

    /** What became of a number. */
    public enum Verdict {
        SLOWER,
        FASTER,
        SAME,
        /** One of the runs does not say how much it varies. */
        UNKNOWN
    }

    /**
     * One number in both runs.
     *
     * @param factor how many times as much time, rate lost or size the second run has; 1 for no change
     * @param noise a factor from 1 − noise to 1 + noise may be chance; null where it is unknown
     */
    public record Line(
            Measurement before,
            Measurement after,
            double factor,
            @Nullable Double noise,
            Verdict verdict) {}

    /**
     * Compares.
     *
     * @throws IllegalArgumentException when a run has no reference, or the references are different ones
     */
    public static Comparison of(Results before, Results after) {
        if (!before.reference().equals(after.reference())) {
            throw new IllegalArgumentException("the runs have different references, " + before.reference() + " and "
                    + after.reference() + ", and cannot be compared");
        }
        Measurement referenceBefore = reference(before);
        Measurement referenceAfter = reference(after);
        List<Line> lines = new ArrayList<>();
        List<String> onlyBefore = new ArrayList<>();
        for (Measurement measurement : before.measurements()) {
            Measurement other = after.measurement(measurement.name()).orElse(null);
            if (other == null) {
                onlyBefore.add(measurement.name());
            } else if (!measurement.name().equals(before.reference())) {
                lines.add(line(measurement, other, referenceBefore, referenceAfter));
            }
        }
        lines.sort((a, b) -> Double.compare(b.factor(), a.factor()));
        List<String> onlyAfter = after.measurements().stream()
                .map(Measurement::name)
                .filter(name -> before.measurement(name).isEmpty())
                .toList();
        return new Comparison(lines, onlyBefore, onlyAfter);
    }

    /** Whether anything got slower beyond its noise. */
    public boolean isSlower() {
        return lines.stream().anyMatch(line -> line.verdict() == Verdict.SLOWER);
    }

    private static Measurement reference(Results results) {
        Measurement reference = results.measurement(results.reference())
                .orElseThrow(() -> new IllegalArgumentException(
                        "the run of " + results.environment().at() + " has no reference " + results.reference()));
        if (reference.value() == 0 || reference.kind() == Measurement.Kind.SIZE) {
            throw new IllegalArgumentException(reference.name() + " tells nothing of the machine's speed");
        }
        return reference;
    }

    private static Line line(
            Measurement before, Measurement after, Measurement referenceBefore, Measurement referenceAfter) {
        boolean scaled = before.kind() != Measurement.Kind.SIZE;
        double machine = scaled ? cost(referenceAfter) / cost(referenceBefore) : 1;
        double factor;
        if (before.value() == after.value()) {
            factor = 1 / machine;
        } else if (before.value() == 0 || after.value() == 0) {
            // A rate of 0 met no bound at all; a size of 0 was not there.
            boolean worse = (before.value() == 0) != (before.kind() == Measurement.Kind.RATE);
            return new Line(
                    before, after, worse ? Double.POSITIVE_INFINITY : 0, 0.0, worse ? Verdict.SLOWER : Verdict.FASTER);
        } else {
            factor = cost(after) / cost(before) / machine;
        }
        Double noise = scaled ? noise(before, after, referenceBefore, referenceAfter) : noise(before, after);
        return new Line(before, after, factor, noise, verdict(factor, noise));
    }

    /** Time, or what stands for it. */
    private static double cost(Measurement measurement) {
        return measurement.kind() == Measurement.Kind.RATE ? 1 / measurement.value() : measurement.value();
    }

    private static @Nullable Double noise(Measurement... parts) {
        double squares = 0;
        for (Measurement part : parts) {
            if (part.noise() == null) {
                return null;
            }
            squares += part.noise() * part.noise();
        }
        return Math.sqrt(squares);
    }

    private static Verdict verdict(double factor, @Nullable Double noise) {
        if (noise == null) {
            return Verdict.UNKNOWN;
        }
        double margin = 1 + Math.max(FLOOR, noise);
        return factor > margin ? Verdict.SLOWER : factor < 1 / margin ? Verdict.FASTER : Verdict.SAME;
    }
}
