package dev.lotse.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A {@link FeatureScorer} on ONNX Runtime. The file has an input {@code features} FLOAT [n, columns], an output
 * {@code scores} FLOAT [n] or [n, 1], and names its columns in the metadata entry {@code features}, separated by
 * commas.
 */
final class OnnxFeatureScorer implements FeatureScorer {
    private static final String INPUT = "features";
    private static final String OUTPUT = "scores";

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Path file;
    private final List<String> features;
    private final Map<String, String> metadata;
    private boolean closed;

    private OnnxFeatureScorer(OrtEnvironment environment, OrtSession session, Path file) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.file = file;
        this.metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
        String names = metadata.getOrDefault(INPUT, "");
        this.features = names.isEmpty() ? List.of() : List.of(names.split(",", -1));
        check();
    }

    /** @throws ModelException when the file is damaged or is no such network */
    static OnnxFeatureScorer load(OrtEnvironment environment, Path file) {
        return open(environment, file, OnnxSessions.open(environment, file, 1));
    }

    /** @throws ModelException when the bytes are damaged or are no such network */
    static OnnxFeatureScorer load(OrtEnvironment environment, String name, byte[] model) {
        return open(environment, Path.of(name), OnnxSessions.open(environment, name, model));
    }

    private static OnnxFeatureScorer open(OrtEnvironment environment, Path file, OrtSession session) {
        try {
            return new OnnxFeatureScorer(environment, session, file);
        } catch (OrtException e) {
            OnnxSessions.close(session);
            throw new ModelException("The model file " + file + " cannot be examined: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            OnnxSessions.close(session);
            throw e;
        }
    }

    private void check() throws OrtException {
        NodeInfo input = session.getInputInfo().get(INPUT);
        if (session.getInputInfo().size() != 1
                || input == null
                || !(input.getInfo() instanceof TensorInfo tensor)
                || tensor.type != OnnxJavaType.FLOAT
                || tensor.getShape().length != 2
                || tensor.getShape()[1] != features.size()) {
            throw OnnxSessions.mismatch(
                    session,
                    file,
                    "its input must be features FLOAT [n, " + features.size()
                            + "], as many columns as its metadata entry \"features\" names");
        }
        NodeInfo output = session.getOutputInfo().get(OUTPUT);
        if (output == null
                || !(output.getInfo() instanceof TensorInfo scores)
                || scores.type != OnnxJavaType.FLOAT
                || scores.getShape().length > 2
                || (scores.getShape().length == 2 && scores.getShape()[1] != 1)) {
            throw OnnxSessions.mismatch(session, file, "it must have an output scores FLOAT [n] or [n, 1]");
        }
    }

    @Override
    public List<String> features() {
        return features;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public float[] score(float[] rows, int count) {
        if (rows.length != count * features.size()) {
            throw new IllegalArgumentException(
                    rows.length + " values are not " + count + " rows of " + features.size());
        }
        if (count == 0) {
            return new float[0];
        }
        lock.readLock().lock();
        try {
            if (closed) {
                throw new ModelException("The model " + file + " is closed.");
            }
            long[] shape = {count, features.size()};
            try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), shape);
                    OrtSession.Result result = session.run(Map.of(INPUT, input))) {
                OnnxTensor tensor = (OnnxTensor) result.get(OUTPUT).orElseThrow();
                float[] scores = tensor.getFloatBuffer().array();
                if (scores.length != count) {
                    throw new ModelException(
                            "The model " + file + " gave " + scores.length + " scores for " + count + " rows.");
                }
                return scores;
            }
        } catch (OrtException e) {
            throw new ModelException("The model " + file + " could not be run: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                OnnxSessions.close(session);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
