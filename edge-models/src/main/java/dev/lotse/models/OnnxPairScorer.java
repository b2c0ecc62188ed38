package dev.lotse.models;

import ai.onnxruntime.OrtException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** A {@link PairScorer} on ONNX Runtime: a BERT-like or XLM-R-like network with one logit. */
final class OnnxPairScorer implements PairScorer {
    private final ModelSpec spec;
    private final TextTokenizer tokenizer;
    private final PairTemplate template;
    private final OnnxNetwork network;
    private final Lanes lanes;
    private final int batchTokens;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over tokeniser and network: they are closed with this. */
    OnnxPairScorer(
            ModelSpec spec, TextTokenizer tokenizer, PairTemplate template, OnnxNetwork network, ModelOptions options) {
        this.spec = spec;
        this.tokenizer = tokenizer;
        this.template = template;
        this.network = network;
        this.batchTokens = options.batchTokens();
        this.lanes = new Lanes(spec.id(), options.lanes(), options.maxWait());
    }

    @Override
    public ModelSpec model() {
        return spec;
    }

    @Override
    public float[] score(String query, List<String> passages, Duration limit) {
        long from = System.nanoTime();
        long[] queryIds = tokenizer.head(query, spec.maxTokens());
        List<PairInput> inputs = new ArrayList<>(passages.size());
        for (String passage : passages) {
            inputs.add(template.join(queryIds, tokenizer.head(passage, spec.maxTokens()), spec.maxTokens()));
        }
        int[] lengths = inputs.stream().mapToInt(input -> input.ids().length).toArray();
        List<Callable<float[]>> runs = new ArrayList<>();
        for (List<Integer> batch : Batches.inOrder(lengths, batchTokens)) {
            runs.add(() -> run(batch.stream().map(inputs::get).toList()));
        }
        Duration left = limit.minusNanos(System.nanoTime() - from);
        List<float[]> done = lanes.runUrgent(runs, left);
        float[] scores = new float[done.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : done) {
            System.arraycopy(part, 0, scores, at, part.length);
            at += part.length;
        }
        return scores;
    }

    private float[] run(List<PairInput> inputs) throws OrtException {
        OnnxNetwork.Output output = network.run(
                inputs.stream().map(PairInput::ids).toList(),
                inputs.stream().map(PairInput::types).toList());
        if (output.values().length != inputs.size()) {
            throw new ModelException("the network in " + network.file() + " gave " + output.values().length
                    + " values for " + inputs.size() + " pairs; a cross-encoder with one logit is needed");
        }
        return output.values();
    }

    /**
     * Runs the network once, so that the first visitor does not pay for it.
     *
     * @throws ModelException when it does not run
     */
    void warmUp() {
        lanes.runUrgent(() -> run(List.of(template.join(
                tokenizer.head("warm", spec.maxTokens()), tokenizer.head("up", spec.maxTokens()), spec.maxTokens()))));
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
