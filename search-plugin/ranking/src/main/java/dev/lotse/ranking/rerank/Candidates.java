package dev.lotse.ranking.rerank;

import java.util.List;

/**
 * The features of the candidates of one query, row by row. What is not set stays 0; a value that is no number becomes 0.
 * Filled by one thread.
 */
public final class Candidates {
    private static final int RAW = Feature.values().length;

    private final float[] rows;
    private final int count;

    /** @param count number of candidates, 0 or more */
    public Candidates(int count) {
        this.count = count;
        this.rows = new float[count * width()];
    }

    /** Number of columns. */
    public static int width() {
        return Feature.columns().size();
    }

    /** Number of candidates. */
    public int count() {
        return count;
    }

    /** Sets a value of a candidate. */
    public void set(int candidate, Feature feature, double value) {
        rows[candidate * width() + feature.column()] = Double.isFinite(value) ? (float) value : 0;
    }

    /** A value as it was set. */
    public float get(int candidate, Feature feature) {
        return rows[candidate * width() + feature.column()];
    }

    /** All columns of all candidates, with the scaled ones made from what is set now. */
    public float[] rows() {
        int column = RAW;
        for (Feature feature : Feature.scaledFeatures()) {
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < count; i++) {
                min = Math.min(min, get(i, feature));
                max = Math.max(max, get(i, feature));
            }
            for (int i = 0; i < count; i++) {
                rows[i * width() + column] = max > min ? (get(i, feature) - min) / (max - min) : 0;
            }
            column++;
        }
        return rows;
    }

    /** The columns of one candidate by name are {@link Feature#columns()}; this is the list of their values. */
    public List<Float> row(int candidate) {
        Float[] values = new Float[width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[candidate * width() + i];
        }
        return List.of(values);
    }
}
