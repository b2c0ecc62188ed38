package dev.lotse.ranking.late;

import java.util.Arrays;

/**
 * How well each token of a query finds its like in passages: the highest cosine to any of their tokens (Khattab, Zaharia:
 * ColBERT, SIGIR 2020), and the other way round for the tokens of the title.
 *
 * <p>The loops run over the tokens of the passage, so that the JIT compiler vectorises them as they are: nothing depends on
 * the width of the machine's vectors, and every machine gets the same numbers. The Vector API would need an incubator module
 * at compile time, which {@code --release} excludes.
 *
 * <p>Made once for a query and used by one thread: it keeps its buffers, so that a passage costs no allocation.
 */
public final class MaxSim {
    private final QueryTokens query;
    private final float[] best;
    private final float[] bestInTitle;
    private final float[] titleBest;
    private final float[] row = new float[TokenCodes.MAX_TOKENS];
    private float[] decoded = new float[0];
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
        float[] values = decode(passage);
        int head = passage.headTokens();
        boolean firstTitle = titleTokens == 0 && head > 0;
        for (int q = 0; q < query.count(); q++) {
            similarities(values, q, count, passage.scales());
            float max = -1;
            for (int t = 0; t < count; t++) {
                max = Math.max(max, row[t]);
            }
            best[q] = Math.max(best[q], max);
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

    private float[] decode(TokenCodes passage) {
        byte[] codes = passage.codes();
        if (decoded.length < codes.length) {
            decoded = new float[codes.length];
        }
        for (int i = 0; i < codes.length; i++) {
            decoded[i] = codes[i];
        }
        return decoded;
    }

    /** The cosine of query token {@code q} to each token of the passage, into {@link #row}. */
    private void similarities(float[] values, int q, int count, float[] scales) {
        Arrays.fill(row, 0, count, 0);
        int dimension = query.dimension();
        for (int d = 0; d < dimension; d++) {
            float weight = query.rows()[q * dimension + d];
            int from = d * count;
            for (int t = 0; t < count; t++) {
                row[t] += weight * values[from + t];
            }
        }
        for (int t = 0; t < count; t++) {
            row[t] *= scales[t];
        }
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
