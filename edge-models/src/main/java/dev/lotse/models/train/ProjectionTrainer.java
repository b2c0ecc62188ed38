package dev.lotse.models.train;

import dev.lotse.models.TokenProjection;
import dev.lotse.models.TokenVectors;
import java.util.Random;

/**
 * Learns a {@link TokenProjection}: the principal components of an encoder's token vectors. Used by one thread.
 *
 * <p>The directions are found by orthogonal iteration on the covariance, which is all that is kept of the vectors.
 */
public final class ProjectionTrainer {
    private static final int ITERATIONS = 150;
    private static final long SEED = 20261123;

    private final int from;
    private final double[] sum;
    private final double[] products;
    private long tokens;

    /** @param from length of the encoder's vectors */
    public ProjectionTrainer(int from) {
        this.from = from;
        this.sum = new double[from];
        this.products = new double[from * from];
    }

    /** Takes in the tokens of one text. */
    public void add(TokenVectors vectors) {
        float[] values = vectors.values();
        for (int t = 0; t < vectors.count(); t++) {
            int row = t * from;
            for (int i = 0; i < from; i++) {
                float value = values[row + i];
                sum[i] += value;
                int at = i * from;
                for (int j = 0; j < from; j++) {
                    products[at + j] += value * values[row + j];
                }
            }
        }
        tokens += vectors.count();
    }

    /** The number of tokens taken in. */
    public long tokens() {
        return tokens;
    }

    /**
     * The projection on the directions of the largest variance.
     *
     * @param encoder {@code id@version}
     * @param dimension how many directions, at most the encoder's dimension
     * @throws IllegalStateException when fewer tokens were taken in than there are dimensions
     */
    public TokenProjection learn(String encoder, int dimension) {
        if (tokens < from) {
            throw new IllegalStateException(tokens + " tokens are too few to learn " + from + " dimensions");
        }
        float[] mean = new float[from];
        for (int i = 0; i < from; i++) {
            mean[i] = (float) (sum[i] / tokens);
        }
        double[] covariance = new double[from * from];
        for (int i = 0; i < from; i++) {
            for (int j = 0; j < from; j++) {
                covariance[i * from + j] = products[i * from + j] / tokens - sum[i] / tokens * (sum[j] / tokens);
            }
        }
        double[] basis = new double[dimension * from];
        Random random = new Random(SEED);
        for (int i = 0; i < basis.length; i++) {
            basis[i] = random.nextGaussian();
        }
        orthonormalise(basis, dimension);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] next = new double[basis.length];
            for (int k = 0; k < dimension; k++) {
                for (int i = 0; i < from; i++) {
                    double value = basis[k * from + i];
                    for (int j = 0; j < from; j++) {
                        next[k * from + j] += value * covariance[i * from + j];
                    }
                }
            }
            basis = next;
            orthonormalise(basis, dimension);
        }
        float[] matrix = new float[from * dimension];
        for (int k = 0; k < dimension; k++) {
            for (int i = 0; i < from; i++) {
                matrix[i * dimension + k] = (float) basis[k * from + i];
            }
        }
        return new TokenProjection(encoder, mean, matrix, dimension);
    }

    private void orthonormalise(double[] rows, int count) {
        for (int k = 0; k < count; k++) {
            for (int other = 0; other < k; other++) {
                double dot = 0;
                for (int i = 0; i < from; i++) {
                    dot += rows[k * from + i] * rows[other * from + i];
                }
                for (int i = 0; i < from; i++) {
                    rows[k * from + i] -= dot * rows[other * from + i];
                }
            }
            double squares = 0;
            for (int i = 0; i < from; i++) {
                squares += rows[k * from + i] * rows[k * from + i];
            }
            double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
            for (int i = 0; i < from; i++) {
                rows[k * from + i] *= scale;
            }
        }
    }
}
