package dev.lotse.benchmarks.recall;

import dev.lotse.gateway.retrieval.SearchEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * As many unit vectors as wanted: the passages of a real index, then copies of them turned in random directions, so that
 * there are neighbourhoods as passages have them. The same numbers on each run. Immutable and thread-safe.
 *
 * @param real vectors of passages
 * @param count how many there are in all, 1 or more
 * @param noise length of the random part beside a unit vector; 0.3 turns by about 17 degrees
 */
record Vectors(List<float[]> real, int count, double noise) {
    private static final long SEED = 42;

    Vectors {
        real = List.copyOf(real);
        if (real.isEmpty() || count < 1) {
            throw new IllegalArgumentException("there are " + real.size() + " passages and " + count
                    + " vectors are wanted; allowed are 1 or more of both");
        }
    }

    /** All passages of some sites. */
    static Vectors of(SearchEngine engine, List<String> sites, int count, double noise) {
        List<float[]> real = new ArrayList<>();
        for (String site : sites) {
            engine.forEachPage(site, page -> real.addAll(page.vectors()));
        }
        return new Vectors(real, count, noise);
    }

    /** The share of vectors that are passages as they are. */
    double realShare() {
        return Math.min(1, real.size() / (double) count);
    }

    int dimension() {
        return real.getFirst().length;
    }

    float[] get(int number) {
        float[] vector = real.get(number % real.size()).clone();
        if (number >= real.size()) {
            turn(vector, new SplittableRandom(SEED + number));
        }
        return vector;
    }

    private void turn(float[] vector, RandomGenerator random) {
        double[] direction = new double[vector.length];
        double length = 0;
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextGaussian();
            length += direction[i] * direction[i];
        }
        double scale = noise / Math.sqrt(length);
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] += (float) (direction[i] * scale);
            squares += vector[i] * vector[i];
        }
        float unit = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= unit;
        }
    }
}
