package dev.lotse.gateway.eval;

import java.util.Arrays;
import java.util.Random;

/**
 * How sure the difference of two rankings on the same queries is, by resampling the queries (Sakai: Evaluating Evaluation
 * Metrics based on the Bootstrap, SIGIR 2006).
 *
 * @param difference mean of the second minus mean of the first
 * @param low lower end of the interval that holds 95 % of the resampled differences
 * @param high its upper end
 * @param probability share of the resampled differences that are not above 0
 * @param wins queries that the second ranking does better
 * @param losses queries that it does worse
 */
public record PairedBootstrap(double difference, double low, double high, double probability, int wins, int losses) {
    private static final int SAMPLES = 10_000;
    private static final long SEED = 20261123;

    /** Compares values of the same queries in the same order; at least one. The same values give the same result. */
    public static PairedBootstrap of(double[] first, double[] second) {
        if (first.length == 0 || first.length != second.length) {
            throw new IllegalArgumentException(first.length + " and " + second.length + " values cannot be paired");
        }
        double[] differences = new double[first.length];
        int wins = 0;
        int losses = 0;
        for (int i = 0; i < differences.length; i++) {
            differences[i] = second[i] - first[i];
            wins += differences[i] > 1e-12 ? 1 : 0;
            losses += differences[i] < -1e-12 ? 1 : 0;
        }
        Random random = new Random(SEED);
        double[] means = new double[SAMPLES];
        int notAbove = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[sample] = sum / differences.length;
            notAbove += means[sample] <= 0 ? 1 : 0;
        }
        Arrays.sort(means);
        return new PairedBootstrap(
                Arrays.stream(differences).average().orElse(0),
                means[(int) (SAMPLES * 0.025)],
                means[(int) (SAMPLES * 0.975)],
                (double) notAbove / SAMPLES,
                wins,
                losses);
    }

    /** Whether the second ranking is better beyond doubt: the whole interval is above 0. */
    public boolean better() {
        return low > 0;
    }

    /** Whether the second ranking is worse beyond doubt: the whole interval is below 0. */
    public boolean worse() {
        return high < 0;
    }
}
