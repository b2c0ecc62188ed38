package dev.lotse.models;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An {@link Encoder} on ONNX Runtime.
 *
 * <p>Each passage is a run of its own by default ({@link ModelOptions#batchTokens()}). Dynamic quantisation scales
 * activations by the extremes of the whole batch, so a text's vector would depend on its neighbours; alone, the same
 * text gives the same vector, bit for bit. It is also the fastest: processor time of one passage of 150 tokens with
 * e5-small-v2-q, one thread on an AMD EPYC of the Milan generation (AVX2, no VNNI), least of six rounds:
 *
 * <pre>
 * passages a batch     1      2      4      8     16
 * ms a passage      58.7   60.0   62.6   65.6   68.2
 * </pre>
 *
 * Only texts of 16 tokens and fewer gain by batches of four (5.9 instead of 7.0 ms). With 120 XQuAD paragraphs, batches
 * of 512 to 4,096 padded tokens moved vectors to a cosine of .995 to the same text alone, and took 65 to 650 MB more
 * memory. {@code EncoderMeasurement} (in the tests) repeats this.
 */
final class OnnxEncoder implements Encoder {
    private final ModelSpec spec;
    private final TextTokenizer tokenizer;
    private final OnnxNetwork network;
    private final Lanes lanes;
    private final int batchTokens;
    private final int queryPrefixTokens;
    private final int passagePrefixTokens;
    private final Optional<TokenProjection> projection;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over tokeniser and network: they are closed with this. */
    OnnxEncoder(ModelSpec spec, TextTokenizer tokenizer, OnnxNetwork network, ModelOptions options) {
        this.spec = spec;
        this.tokenizer = tokenizer;
        this.network = network;
        this.batchTokens = options.batchTokens();
        this.queryPrefixTokens = tokenizer.prefixTokens(spec.queryPrefix());
        this.passagePrefixTokens = tokenizer.prefixTokens(spec.passagePrefix());
        this.projection = TokenProjection.bundled(spec);
        this.lanes = new Lanes(spec.id(), options.lanes(), options.maxWait());
    }

    @Override
    public ModelSpec model() {
        return spec;
    }

    @Override
    public Encoding encodeQuery(String text, boolean tokens) {
        TokenInput input = tokenizer.encode(spec.queryPrefix(), queryPrefixTokens, text, spec.maxTokens());
        return lanes.runUrgent(() -> run(List.of(input), tokens).getFirst());
    }

    @Override
    public List<Encoding> encodePassages(List<String> texts, boolean tokens) {
        List<TokenInput> inputs = new ArrayList<>(texts.size());
        for (String text : texts) {
            inputs.add(tokenizer.encode(spec.passagePrefix(), passagePrefixTokens, text, spec.maxTokens()));
        }
        int[] lengths = inputs.stream().mapToInt(TokenInput::length).toArray();
        List<List<Integer>> batches = Batches.of(lengths, batchTokens);
        List<Callable<List<Encoding>>> runs = new ArrayList<>(batches.size());
        for (List<Integer> batch : batches) {
            runs.add(() -> run(batch.stream().map(inputs::get).toList(), tokens));
        }
        List<List<Encoding>> results = lanes.runBulk(runs);
        Encoding[] ordered = new Encoding[texts.size()];
        for (int i = 0; i < batches.size(); i++) {
            for (int j = 0; j < batches.get(i).size(); j++) {
                ordered[batches.get(i).get(j)] = results.get(i).get(j);
            }
        }
        return List.of(ordered);
    }

    @Override
    public int countTokens(String text) {
        return tokenizer.count(text);
    }

    @Override
    public Optional<TokenProjection> projection() {
        return projection;
    }

    /**
     * Runs the network once, so that the first visitor does not pay for it, and checks what comes out.
     *
     * @throws ModelException when the network does not give finite vectors of the expected dimension
     */
    void warmUp() {
        Encoding encoding = encodeQuery("warm up", true);
        for (float value : encoding.vector()) {
            if (!Float.isFinite(value)) {
                throw new ModelException("The model file " + network.file()
                        + " gives values that are not numbers; it is damaged. Delete it to have it fetched again.");
            }
        }
    }

    private List<Encoding> run(List<TokenInput> inputs, boolean tokens) throws OrtException {
        OnnxNetwork.Output output =
                network.run(inputs.stream().map(TokenInput::ids).toList(), List.of());
        long[] shape = output.shape();
        int dimension = spec.dimension();
        int width = inputs.stream().mapToInt(TokenInput::length).max().orElseThrow();
        if (!Arrays.equals(shape, new long[] {inputs.size(), width, dimension})) {
            throw new ModelException("the network in " + network.file() + " gave a tensor of the shape "
                    + Arrays.toString(shape) + " where [" + inputs.size() + ", " + width + ", " + dimension
                    + "] was expected; correct the dimension in the model registry");
        }
        List<Encoding> encodings = new ArrayList<>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            TokenInput input = inputs.get(i);
            int row = i * width * dimension;
            float[] vector = pool(output.values(), row, input.length());
            normalize(vector, 0, dimension);
            encodings.add(new Encoding(
                    vector,
                    tokens ? tokenVectors(output.values(), row, input) : null,
                    input.length(),
                    input.truncated()));
        }
        return encodings;
    }

    private float[] pool(float[] values, int row, int length) {
        int dimension = spec.dimension();
        return switch (spec.pooling()) {
            case FIRST_TOKEN -> Arrays.copyOfRange(values, row, row + dimension);
            case MEAN -> {
                float[] sum = new float[dimension];
                for (int t = 0; t < length; t++) {
                    int from = row + t * dimension;
                    for (int d = 0; d < dimension; d++) {
                        sum[d] += values[from + d];
                    }
                }
                // The mean's scale is gone after normalising, so it is not divided.
                yield sum;
            }
            case NONE -> throw new IllegalStateException("an encoder pools");
        };
    }

    private TokenVectors tokenVectors(float[] values, int row, TokenInput input) {
        int dimension = spec.dimension();
        int count = input.ownTo() - input.ownFrom();
        int[] ids = new int[count];
        for (int t = 0; t < count; t++) {
            ids[t] = Math.toIntExact(input.ids()[input.ownFrom() + t]);
        }
        int from = row + input.ownFrom() * dimension;
        float[] own = Arrays.copyOfRange(values, from, from + count * dimension);
        for (int t = 0; t < count; t++) {
            normalize(own, t * dimension, dimension);
        }
        return new TokenVectors(ids, own, dimension);
    }

    private static void normalize(float[] values, int from, int length) {
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            squares += (double) values[i] * values[i];
        }
        if (squares > 0) {
            float scale = (float) (1 / Math.sqrt(squares));
            for (int i = from; i < from + length; i++) {
                values[i] *= scale;
            }
        }
    }

    @Override
    public void close() {
        lanes.close();
        if (closed.compareAndSet(false, true)) {
            network.close();
            tokenizer.close();
        }
    }
}
