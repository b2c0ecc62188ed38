package dev.lotse.models.train;

import dev.lotse.models.onnx.OnnxGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A network over features: standardised columns, cut at ±{@value #CLIP}, one hidden layer of rectified units, and beside it
 * the columns themselves. Its parameters lie in one array, so that an optimiser need not know what they are.
 *
 * <p>Not thread-safe while it is trained.
 */
public final class Perceptron {
    static final float CLIP = 4;

    private final int width;
    private final int hidden;
    private final float[] mean;
    private final float[] scale;
    private final float[] parameters;

    private Perceptron(int width, int hidden, float[] mean, float[] scale, float[] parameters) {
        this.width = width;
        this.hidden = hidden;
        this.mean = mean;
        this.scale = scale;
        this.parameters = parameters;
    }

    /** A network before training, which standardises by the columns of the lists. */
    static Perceptron untrained(List<TrainingList> lists, int hidden, Random random) {
        int width = lists.getFirst().width();
        double[] sum = new double[width];
        double[] squares = new double[width];
        long rows = 0;
        for (TrainingList list : lists) {
            for (int i = 0; i < list.rows().length; i++) {
                float value = list.rows()[i];
                sum[i % width] += value;
                squares[i % width] += (double) value * value;
            }
            rows += list.count();
        }
        float[] mean = new float[width];
        float[] scale = new float[width];
        for (int c = 0; c < width; c++) {
            mean[c] = (float) (sum[c] / rows);
            double variance = squares[c] / rows - sum[c] / rows * (sum[c] / rows);
            // A column that never changes says nothing.
            scale[c] = variance > 1e-9 ? (float) (1 / Math.sqrt(variance)) : 0;
        }
        float[] parameters = new float[hidden * width + 2 * hidden + width];
        double spread = Math.sqrt(1.0 / width);
        for (int i = 0; i < hidden * width; i++) {
            parameters[i] = (float) (random.nextGaussian() * spread);
        }
        for (int h = 0; h < hidden; h++) {
            parameters[hidden * width + hidden + h] = (float) (random.nextGaussian() * 0.1);
        }
        return new Perceptron(width, hidden, mean, scale, parameters);
    }

    /** A network that gives the mean of the scores of several of the same standardisation. */
    static Perceptron mean(List<Perceptron> members) {
        Perceptron first = members.getFirst();
        int hidden = first.hidden * members.size();
        int width = first.width;
        float[] parameters = new float[hidden * width + 2 * hidden + width];
        for (int m = 0; m < members.size(); m++) {
            Perceptron member = members.get(m);
            float[] own = member.parameters;
            int base = m * first.hidden;
            for (int c = 0; c < width; c++) {
                System.arraycopy(own, c * first.hidden, parameters, c * hidden + base, first.hidden);
            }
            System.arraycopy(own, first.hidden * width, parameters, hidden * width + base, first.hidden);
            for (int h = 0; h < first.hidden; h++) {
                parameters[hidden * width + hidden + base + h] =
                        own[first.hidden * width + first.hidden + h] / members.size();
            }
            for (int c = 0; c < width; c++) {
                parameters[hidden * width + 2 * hidden + c] +=
                        own[first.hidden * width + 2 * first.hidden + c] / members.size();
            }
        }
        return new Perceptron(width, hidden, first.mean, first.scale, parameters);
    }

    float[] parameters() {
        return parameters;
    }

    float[] copyParameters() {
        return parameters.clone();
    }

    void setParameters(float[] values) {
        System.arraycopy(values, 0, parameters, 0, parameters.length);
    }

    /** The score of each row, higher is better. */
    public float[] score(float[] rows) {
        int count = rows.length / width;
        float[] scores = new float[count];
        float[] input = new float[width];
        float[] active = new float[hidden];
        for (int i = 0; i < count; i++) {
            standardise(rows, i, input);
            scores[i] = forward(input, active);
        }
        return scores;
    }

    private void standardise(float[] rows, int row, float[] input) {
        for (int c = 0; c < width; c++) {
            float value = (rows[row * width + c] - mean[c]) * scale[c];
            input[c] = Math.max(-CLIP, Math.min(CLIP, value));
        }
    }

    private float forward(float[] input, float[] active) {
        int biases = hidden * width;
        int outputs = biases + hidden;
        int direct = outputs + hidden;
        float score = 0;
        System.arraycopy(parameters, biases, active, 0, hidden);
        // The inner loop runs over the units: so the JIT compiler can vectorise it without reordering a sum.
        for (int c = 0; c < width; c++) {
            float value = input[c];
            int from = c * hidden;
            for (int h = 0; h < hidden; h++) {
                active[h] += value * parameters[from + h];
            }
        }
        for (int h = 0; h < hidden; h++) {
            active[h] = Math.max(0, active[h]);
            score += active[h] * parameters[outputs + h];
        }
        for (int c = 0; c < width; c++) {
            score += parameters[direct + c] * input[c];
        }
        return score;
    }

    /**
     * Adds the gradient of the listwise loss: cross-entropy between the softmax of the scores and the shares of the gains
     * (Cao et al.: Learning to Rank, ICML 2007).
     *
     * @param rows the list's rows, perhaps with columns left out
     * @return the loss
     */
    double addGradient(TrainingList list, float[] rows, float[] gradient) {
        int count = list.count();
        float[][] inputs = new float[count][width];
        float[][] actives = new float[count][hidden];
        double[] scores = new double[count];
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            standardise(rows, i, inputs[i]);
            scores[i] = forward(inputs[i], actives[i]);
            max = Math.max(max, scores[i]);
        }
        double total = 0;
        double gains = 0;
        for (int i = 0; i < count; i++) {
            total += Math.exp(scores[i] - max);
            gains += list.gains()[i];
        }
        double loss = 0;
        float[] back = new float[hidden];
        int biases = hidden * width;
        int outputs = biases + hidden;
        int direct = outputs + hidden;
        for (int i = 0; i < count; i++) {
            double share = Math.exp(scores[i] - max) / total;
            double wanted = list.gains()[i] / gains;
            loss -= wanted * Math.log(Math.max(share, 1e-12));
            float error = (float) ((share - wanted) * list.weight());
            float[] input = inputs[i];
            for (int h = 0; h < hidden; h++) {
                float active = actives[i][h];
                back[h] = active > 0 ? error * parameters[outputs + h] : 0;
                gradient[outputs + h] += error * active;
                gradient[biases + h] += back[h];
            }
            for (int c = 0; c < width; c++) {
                float value = input[c];
                int from = c * hidden;
                for (int h = 0; h < hidden; h++) {
                    gradient[from + h] += value * back[h];
                }
            }
            for (int c = 0; c < width; c++) {
                gradient[direct + c] += error * input[c];
            }
        }
        return loss * list.weight();
    }

    /**
     * The network as an ONNX file, as {@link dev.lotse.models.FeatureScorer} takes it.
     *
     * @param columns the names of the features
     * @param metadata what is to be known about it
     */
    public byte[] toOnnx(List<String> columns, Map<String, String> metadata) {
        if (columns.size() != width) {
            throw new IllegalArgumentException(columns.size() + " names for " + width + " columns");
        }
        int biases = hidden * width;
        int outputs = biases + hidden;
        int direct = outputs + hidden;
        OnnxGraph graph = new OnnxGraph("lotse-reranker")
                .input("features", OnnxGraph.Type.FLOAT, "n", String.valueOf(width))
                .constant("mean", mean, 1, width)
                .constant("scale", scale, 1, width)
                .constant("lowest", new float[] {-CLIP})
                .constant("highest", new float[] {CLIP})
                .constant("w1", Arrays.copyOfRange(parameters, 0, biases), width, hidden)
                .constant("b1", Arrays.copyOfRange(parameters, biases, outputs), hidden)
                .constant("w2", Arrays.copyOfRange(parameters, outputs, direct), hidden, 1)
                .constant("w0", Arrays.copyOfRange(parameters, direct, direct + width), width, 1)
                .node("Sub", List.of("features", "mean"), "centred")
                .node("Mul", List.of("centred", "scale"), "scaled")
                .node("Clip", List.of("scaled", "lowest", "highest"), "input")
                .node("Gemm", List.of("input", "w1", "b1"), "hidden")
                .node("Relu", List.of("hidden"), "active")
                .node("MatMul", List.of("active", "w2"), "bent")
                .node("MatMul", List.of("input", "w0"), "straight")
                .node("Add", List.of("bent", "straight"), "scores")
                .output("scores", OnnxGraph.Type.FLOAT, "n", "1")
                .metadata("features", String.join(",", columns));
        metadata.forEach(graph::metadata);
        return graph.toBytes();
    }
}
