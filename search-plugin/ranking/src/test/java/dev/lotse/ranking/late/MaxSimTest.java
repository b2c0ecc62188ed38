package dev.lotse.ranking.late;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaxSimTest {
    private static final int DIMENSION = 64;

    @Test
    void everyTokenFindsItsBestLikeAsAPlainSumWouldSay() {
        float[] query = unit(1, 7);
        float[] passage = unit(2, 150);
        TokenCodes codes = TokenCodes.of(5, ids(150), passage, DIMENSION);
        MaxSim late = new MaxSim(new QueryTokens("s", ids(7), query, DIMENSION));

        late.add(codes);

        double sum = 0;
        double minimum = 1;
        double title = 0;
        for (int q = 0; q < 7; q++) {
            sum += best(query, q, passage, 150);
            minimum = Math.min(minimum, best(query, q, passage, 150));
            title += best(query, q, passage, 5);
        }
        assertThat(late.mean()).isCloseTo((float) (sum / 7), within(0.01f));
        assertThat(late.minimum()).isCloseTo((float) minimum, within(0.02f));
        assertThat(late.titleMean()).isCloseTo((float) (title / 7), within(0.02f));
    }

    @Test
    void theSameVectorsGiveACosineOfAlmostOne() {
        float[] rows = unit(3, 20);
        MaxSim late = new MaxSim(new QueryTokens("s", ids(20), rows, DIMENSION));

        late.add(TokenCodes.of(20, ids(20), rows, DIMENSION));

        assertThat(late.mean()).isCloseTo(1f, within(0.01f));
        assertThat(late.titleCovered()).isCloseTo(1f, within(0.01f));
    }

    @Test
    void anyNumberOfDimensionsCounts() {
        float[] rows = {0, 0, 0, 0, 0.6f, 0.8f};
        MaxSim late = new MaxSim(new QueryTokens("s", ids(1), rows, 6));

        late.add(TokenCodes.of(0, ids(1), rows, 6));

        assertThat(late.mean()).isCloseTo(1f, within(0.01f));
    }

    @Test
    void aSecondPassageCanOnlyHelpAndResetForgetsBoth() {
        float[] query = unit(4, 3);
        MaxSim late = new MaxSim(new QueryTokens("s", ids(3), query, DIMENSION));
        late.add(TokenCodes.of(0, ids(10), unit(5, 10), DIMENSION));
        float one = late.mean();
        late.add(TokenCodes.of(0, ids(3), query, DIMENSION));

        assertThat(late.mean()).isGreaterThan(one);
        late.reset();
        assertThat(late.any()).isFalse();
    }

    @Test
    void whatIsStoredComesBack() {
        TokenCodes codes = TokenCodes.of(2, ids(9), unit(6, 9), DIMENSION);
        byte[] bytes = codes.toBytes();

        TokenCodes read = TokenCodes.read(bytes, 0, bytes.length);

        assertThat(read.headTokens()).isEqualTo(2);
        assertThat(read.ids()).isEqualTo(codes.ids());
        assertThat(read.codes()).isEqualTo(codes.codes());
        assertThat(read.scales()).isEqualTo(codes.scales());
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes = TokenCodes.of(0, ids(9), unit(6, 9), DIMENSION).toBytes();

        assertThatThrownBy(() -> TokenCodes.read(bytes, 0, bytes.length - 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenCodes.read(bytes, 0, 3)).hasMessageContaining("too few");
    }

    @Test
    void aLongPassageStaysBelowTwentyKilobytes() {
        TokenCodes codes = TokenCodes.of(0, ids(500), unit(7, 500), DIMENSION);

        assertThat(codes.count()).isEqualTo(TokenCodes.MAX_TOKENS);
        assertThat(codes.toBytes().length).isLessThan(20_000);
    }

    @Test
    void vectorsOfAnotherLengthAreRefused() {
        MaxSim late = new MaxSim(new QueryTokens("s", new int[] {1}, new float[] {1, 0}, 2));

        assertThatThrownBy(() -> late.add(TokenCodes.of(0, ids(1), unit(8, 1), DIMENSION)))
                .hasMessageContaining("64 dimensions, the query's 2");
    }

    private static double best(float[] query, int q, float[] passage, int count) {
        double best = -1;
        for (int t = 0; t < count; t++) {
            double dot = 0;
            for (int d = 0; d < DIMENSION; d++) {
                dot += query[q * DIMENSION + d] * passage[t * DIMENSION + d];
            }
            best = Math.max(best, dot);
        }
        return best;
    }

    private static int[] ids(int count) {
        int[] ids = new int[count];
        Arrays.setAll(ids, i -> 100 + i);
        return ids;
    }

    private static float[] unit(long seed, int count) {
        Random random = new Random(seed);
        float[] rows = new float[count * DIMENSION];
        for (int t = 0; t < count; t++) {
            double squares = 0;
            for (int d = 0; d < DIMENSION; d++) {
                rows[t * DIMENSION + d] = (float) random.nextGaussian();
                squares += rows[t * DIMENSION + d] * rows[t * DIMENSION + d];
            }
            for (int d = 0; d < DIMENSION; d++) {
                rows[t * DIMENSION + d] /= (float) Math.sqrt(squares);
            }
        }
        return rows;
    }
}
