package dev.lotse.models;

/**
 * Token vectors of one text, row by row.
 *
 * @param ids the vocabulary id of each token, length {@code count}
 * @param values L2-normalised rows, length {@code count * dimension}
 * @param dimension length of a row
 */
public record TokenVectors(int[] ids, float[] values, int dimension) {
    /** Number of tokens. */
    public int count() {
        return ids.length;
    }
}
