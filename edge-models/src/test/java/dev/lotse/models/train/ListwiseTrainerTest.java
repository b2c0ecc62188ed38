package dev.lotse.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListwiseTrainerTest {
    private static final int WIDTH = 6;
    private static final ListwiseTrainer.Options QUICK = new ListwiseTrainer.Options(8, 2, 40, 5e-3, 1e-3, 0.05, 7);

    /** The relevant candidate is the one whose first two columns differ least: a linear model cannot say that. */
    private static List<TrainingList> lists(int count, long seed) {
        Random random = new Random(seed);
        List<TrainingList> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] rows = new float[10 * WIDTH];
            float[] gains = new float[10];
            int best = 0;
            for (int r = 0; r < 10; r++) {
                for (int c = 0; c < WIDTH; c++) {
                    rows[r * WIDTH + c] = (float) random.nextGaussian();
                }
                if (distance(rows, r) < distance(rows, best)) {
                    best = r;
                }
            }
            gains[best] = 1;
            lists.add(new TrainingList("page" + i, rows, gains, 1));
        }
        return lists;
    }

    private static float distance(float[] rows, int row) {
        return Math.abs(rows[row * WIDTH] - rows[row * WIDTH + 1]);
    }

    private static double firstIsRight(Perceptron network, List<TrainingList> lists) {
        int right = 0;
        for (TrainingList list : lists) {
            float[] scores = network.score(list.rows());
            int best = 0;
            for (int i = 1; i < scores.length; i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            right += list.gains()[best] > 0 ? 1 : 0;
        }
        return (double) right / lists.size();
    }

    @Test
    void learnsWhatALinearModelCannotSay() {
        Perceptron network = new ListwiseTrainer(QUICK, List.of(new int[] {4, 5})).train(lists(400, 1));

        assertThat(firstIsRight(network, lists(200, 2))).isGreaterThan(0.6);
    }

    @Test
    void theSameSeedGivesTheSameFile() {
        ListwiseTrainer trainer = new ListwiseTrainer(QUICK, List.of());
        List<String> columns = List.of("a", "b", "c", "d", "e", "f");

        byte[] first = trainer.train(lists(40, 3)).toOnnx(columns, Map.of());
        byte[] second = trainer.train(lists(40, 3)).toOnnx(columns, Map.of());

        assertThat(first).isEqualTo(second);
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        List<TrainingList> lists = lists(12, 4);
        Perceptron network = Perceptron.untrained(lists, 5, new Random(5));
        TrainingList list = lists.getFirst();
        float[] gradient = new float[network.parameters().length];
        double loss = network.addGradient(list, list.rows(), gradient);

        for (int i : new int[] {0, 7, 29, 30, 33, 35, 38, 40, 44}) {
            float before = network.parameters()[i];
            network.parameters()[i] = before + 1e-2f;
            double moved = network.addGradient(list, list.rows(), new float[gradient.length]);
            network.parameters()[i] = before;
            assertThat((moved - loss) / 1e-2).as("parameter " + i).isCloseTo(gradient[i], within(0.02));
        }
    }

    @Test
    void tooFewQueriesAreRefused() {
        assertThatThrownBy(() -> new ListwiseTrainer(QUICK, List.of()).train(lists(9, 6)))
                .hasMessageContaining("9 queries have a relevant page among their candidates; at least 10");
    }
}
