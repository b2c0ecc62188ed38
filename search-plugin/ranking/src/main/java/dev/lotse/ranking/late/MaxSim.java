package dev.lotse.ranking.late;

import java.util.Arrays;

/**
 * How well each token of a query finds its like in passages: the highest cosine to any of their tokens (Khattab, Zaharia:
 * ColBERT, SIGIR 2020), and the other way round for the tokens of the title.
 *
 * <p>The loops run over the tokens of the passage, so that the JIT compiler vectorises them as they are: nothing depends on
 * the width of the machine's vectors, and every machine gets the same numbers. It does so only because codes and sums are
 * arrays of different types: of two float arrays it could not tell that they are not the same. The Vector API would need an
 * incubator module at compile time, which {@code --release} excludes.
 *
 * <p>Made once for a query and used by one thread: it keeps its buffers, so that a passage costs no allocation.
 */
public final class MaxSim {
    private final QueryTokens query;
    private final float[] best;
    private final float[] bestInTitle;
    private final float[] titleBest;
    private final float[] row = new float[TokenCodes.MAX_TOKENS];
    private int titleTokens;
    private boolean any;

    public MaxSim(QueryTokens query) {
        this.query = query;
        this.best = new float[query.count()];
        this.bestInTitle = new float[query.count()];
        this.titleBest = new float[TokenCodes.MAX_TOKENS];
        reset();
    }

    /** Forgets the passages seen. */
    public void reset() {
        Arrays.fill(best, -1);
        Arrays.fill(bestInTitle, -1);
        Arrays.fill(titleBest, -1);
        titleTokens = 0;
        any = false;
    }

    /**
     * Takes a passage in: the best of all passages since {@link #reset} counts.
     *
     * @throws IllegalArgumentException when its vectors are of another length than the query's
     */
    public void add(TokenCodes passage) {
        if (passage.dimension() != query.dimension()) {
            throw new IllegalArgumentException("a passage's token vectors have " + passage.dimension()
                    + " dimensions, the query's " + query.dimension());
        }
        int count = passage.count();
        if (count == 0 || query.count() == 0) {
            return;
        }
        int head = passage.headTokens();
        boolean firstTitle = titleTokens == 0 && head > 0;
        for (int q = 0; q < query.count(); q++) {
            similarities(passage.codes(), q, count);
            best[q] = Math.max(best[q], scaled(passage.scales(), count));
            if (firstTitle) {
                for (int t = 0; t < head; t++) {
                    bestInTitle[q] = Math.max(bestInTitle[q], row[t]);
                    titleBest[t] = Math.max(titleBest[t], row[t]);
                }
            }
        }
        if (firstTitle) {
            titleTokens = head;
        }
        any = true;
    }

    /** The products of query token {@code q} with the codes of each token of the passage, into {@link #row}. */
    private void similarities(byte[] codes, int q, int count) {
        float[] sums = row;
        float[] weights = query.rows();
        int dimension = query.dimension();
        int first = q * dimension;
        Arrays.fill(sums, 0, count, 0);
        int d = 0;
        // Four at a time: each sum is loaded and stored a quarter as often. More at a time are no longer vectorised.
        for (; d + 4 <= dimension; d += 4) {
            float weight0 = weights[first + d];
            float weight1 = weights[first + d + 1];
            float weight2 = weights[first + d + 2];
            float weight3 = weights[first + d + 3];
            int from0 = d * count;
            int from1 = from0 + count;
            int from2 = from1 + count;
            int from3 = from2 + count;
            for (int t = 0; t < count; t++) {
                sums[t] += weight0 * codes[from0 + t]
                        + weight1 * codes[from1 + t]
                        + weight2 * codes[from2 + t]
                        + weight3 * codes[from3 + t];
            }
        }
        for (; d < dimension; d++) {
            float weight = weights[first + d];
            int from = d * count;
            for (int t = 0; t < count; t++) {
                sums[t] += weight * codes[from + t];
            }
        }
    }

    /** Makes cosines of the products in {@link #row}, and tells the highest. */
    private float scaled(float[] scales, int count) {
        float max = -1;
        for (int t = 0; t < count; t++) {
            row[t] *= scales[t];
            max = Math.max(max, row[t]);
        }
        return max;
    }

    /** Whether a passage with tokens was seen since {@link #reset}. */
    public boolean any() {
        return any;
    }

    /** The mean over the query's tokens of their best cosine, -1…1. */
    public float mean() {
        return mean(best, query.count());
    }

    /** The lowest of the query's tokens' best cosines: a word that the page does not answer. */
    public float minimum() {
        float minimum = 1;
        for (float value : best) {
            minimum = Math.min(minimum, value);
        }
        return minimum;
    }

    /**
     * As {@link #mean}, each token counting by its weight.
     *
     * @param weights one for each token of the query, above 0
     */
    public float weightedMean(float[] weights) {
        double sum = 0;
        double total = 0;
        for (int q = 0; q < best.length; q++) {
            sum += (double) weights[q] * best[q];
            total += weights[q];
        }
        return total == 0 ? 0 : (float) (sum / total);
    }

    /** As {@link #mean}, over the tokens of the title only; 0 without a title. */
    public float titleMean() {
        return titleTokens == 0 ? 0 : mean(bestInTitle, query.count());
    }

    /** How much of the title the query covers: the mean over the title's tokens of their best cosine; 0 without a title. */
    public float titleCovered() {
        return mean(titleBest, titleTokens);
    }

    private static float mean(float[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return count == 0 ? 0 : (float) (sum / count);
    }
}
