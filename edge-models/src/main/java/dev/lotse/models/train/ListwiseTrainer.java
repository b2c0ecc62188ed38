package dev.lotse.models.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Trains a {@link Perceptron} on lists: Adam (Kingma, Ba 2015) with decoupled weight decay, early stop on held-out groups,
 * and groups of columns left out now and then, so that the network can do without them. The same lists, options and seed
 * give the same network.
 */
public final class ListwiseTrainer {
    private static final int BATCH = 16;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final int PATIENCE = 8;

    private final Options options;
    private final List<int[]> columnGroups;

    /**
     * How it is trained.
     *
     * @param hidden units of each member, 1 to 256
     * @param members networks of different seeds whose scores are averaged, 1 to 16
     * @param epochs at most, from 1
     * @param rate learning rate
     * @param decay weight decay
     * @param omit how often a list is shown without a group of columns, 0 to 0.5
     * @param seed of everything random
     */
    public record Options(int hidden, int members, int epochs, double rate, double decay, double omit, long seed) {
        /** 32 units, three members. */
        public static Options standard(long seed) {
            return new Options(32, 3, 60, 1.5e-3, 2e-3, 0.1, seed);
        }
    }

    /** @param columnGroups columns that are missing together */
    public ListwiseTrainer(Options options, List<int[]> columnGroups) {
        this.options = options;
        this.columnGroups = List.copyOf(columnGroups);
    }

    /**
     * Trains.
     *
     * @throws IllegalArgumentException when fewer than ten lists teach anything
     */
    public Perceptron train(List<TrainingList> lists) {
        List<TrainingList> useful = lists.stream().filter(TrainingList::teaches).toList();
        if (useful.size() < 10) {
            throw new IllegalArgumentException(
                    useful.size() + " queries have a relevant page among their candidates; at least 10 are needed");
        }
        List<Perceptron> members = new ArrayList<>();
        for (int member = 0; member < options.members(); member++) {
            members.add(trainOne(useful, options.seed() + member));
        }
        return Perceptron.mean(members);
    }

    private Perceptron trainOne(List<TrainingList> lists, long seed) {
        Random random = new Random(seed);
        List<TrainingList> training = new ArrayList<>();
        List<TrainingList> held = new ArrayList<>();
        for (TrainingList list : lists) {
            (Math.floorMod((list.group() + seed).hashCode() * 0x9E3779B1, 8) == 0 ? held : training).add(list);
        }
        if (held.isEmpty() || training.isEmpty()) {
            training = new ArrayList<>(lists);
            held = training;
        }
        Perceptron network = Perceptron.untrained(lists, options.hidden(), random);
        float[] best = network.copyParameters();
        double bestLoss = Double.POSITIVE_INFINITY;
        int since = 0;
        Adam adam = new Adam(network.parameters().length);
        for (int epoch = 0; epoch < options.epochs() && since < PATIENCE; epoch++) {
            Collections.shuffle(training, random);
            for (int from = 0; from < training.size(); from += BATCH) {
                float[] gradient = new float[network.parameters().length];
                List<TrainingList> batch = training.subList(from, Math.min(training.size(), from + BATCH));
                for (TrainingList list : batch) {
                    double unused = network.addGradient(list, shown(list, random), gradient);
                }
                adam.step(network, gradient, batch.size(), rate(epoch));
            }
            double loss = 0;
            float[] unused = new float[network.parameters().length];
            for (TrainingList list : held) {
                loss += network.addGradient(list, list.rows(), unused);
            }
            if (loss < bestLoss - 1e-6) {
                bestLoss = loss;
                best = network.copyParameters();
                since = 0;
            } else {
                since++;
            }
        }
        network.setParameters(best);
        return network;
    }

    private double rate(int epoch) {
        return options.rate() * 0.5 * (1 + Math.cos(Math.PI * epoch / options.epochs()));
    }

    private float[] shown(TrainingList list, Random random) {
        float[] rows = list.rows();
        boolean copied = false;
        for (int[] group : columnGroups) {
            if (random.nextDouble() < options.omit()) {
                rows = copied ? rows : rows.clone();
                copied = true;
                for (int row = 0; row < list.count(); row++) {
                    for (int column : group) {
                        rows[row * list.width() + column] = 0;
                    }
                }
            }
        }
        return rows;
    }

    private final class Adam {
        private final double[] first;
        private final double[] second;
        private int steps;

        Adam(int size) {
            first = new double[size];
            second = new double[size];
            Arrays.fill(second, 0);
        }

        void step(Perceptron network, float[] gradient, int lists, double rate) {
            steps++;
            double bias1 = 1 - Math.pow(BETA1, steps);
            double bias2 = 1 - Math.pow(BETA2, steps);
            float[] parameters = network.parameters();
            for (int i = 0; i < parameters.length; i++) {
                double value = gradient[i] / lists;
                first[i] = BETA1 * first[i] + (1 - BETA1) * value;
                second[i] = BETA2 * second[i] + (1 - BETA2) * value * value;
                double change = first[i] / bias1 / (Math.sqrt(second[i] / bias2) + 1e-8);
                parameters[i] -= (float) (rate * (change + options.decay() * parameters[i]));
            }
        }
    }
}
