package dev.lotse.models.train;

/**
 * The candidates of one query.
 *
 * @param group what must not be in training and test at once, such as the page that answers the query
 * @param rows features, row by row
 * @param gains gain of each candidate, 0 or more; a list in which none is above 0 teaches nothing
 * @param weight how much the list counts, above 0
 */
public record TrainingList(String group, float[] rows, float[] gains, float weight) {
    public TrainingList {
        if (gains.length == 0 || rows.length % gains.length != 0) {
            throw new IllegalArgumentException(rows.length + " values cannot be " + gains.length + " candidates");
        }
    }

    /** Number of candidates. */
    public int count() {
        return gains.length;
    }

    /** Number of features. */
    public int width() {
        return rows.length / gains.length;
    }

    /** Whether there is something to learn: a candidate with a gain and one with less. */
    public boolean teaches() {
        float max = 0;
        float min = Float.POSITIVE_INFINITY;
        for (float gain : gains) {
            max = Math.max(max, gain);
            min = Math.min(min, gain);
        }
        return max > min;
    }
}
