package dev.lotse.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A BERT-like network in ONNX Runtime: token ids in, one float tensor out.
 *
 * <p>One session serves all lanes: a session's run is thread-safe, the weights are in memory once, and with one
 * intra-op thread each run stays on its caller's thread.
 */
final class OnnxNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxNetwork.class);
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Path file;
    private final boolean typed;
    private final String output;

    private OnnxNetwork(OrtEnvironment environment, OrtSession session, Path file, String output) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.file = file;
        this.typed = session.getInputNames().contains(TYPES);
        this.output = output;
    }

    /** Output shape that is wanted: its rank and the size of its last dimension. */
    record Wanted(int rank, int lastDimension, String meaning) {}

    /**
     * Loads and checks the network.
     *
     * @throws ModelException when the file is damaged, or its inputs or outputs are not what is wanted; the message says
     *     what the file does contain
     */
    static OnnxNetwork load(OrtEnvironment environment, Path file, int intraOpThreads, Wanted wanted) {
        OrtSession session;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(intraOpThreads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            // Shapes differ from batch to batch: a plan of memory for each of them would only pile up.
            options.setMemoryPatternOptimization(false);
            session = environment.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new ModelException(
                    "The model file " + file + " cannot be loaded; it is damaged, truncated or no ONNX model: "
                            + e.getMessage()
                            + ". Delete it to have it fetched again, or correct the source in the model registry.",
                    e);
        }
        try {
            return new OnnxNetwork(environment, session, file, check(session, file, wanted));
        } catch (OrtException e) {
            closeQuietly(session);
            throw new ModelException("The model file " + file + " cannot be examined: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            closeQuietly(session);
            throw e;
        }
    }

    private static String check(OrtSession session, Path file, Wanted wanted) throws OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        boolean known = inputs.keySet().containsAll(List.of(IDS, MASK))
                && Set.of(IDS, MASK, TYPES).containsAll(inputs.keySet());
        if (!known || !inputs.values().stream().allMatch(OnnxNetwork::isTokenInput)) {
            throw mismatch(
                    session,
                    file,
                    "its inputs must be input_ids and attention_mask and may be token_type_ids, all INT64"
                            + " [batch, sequence]");
        }
        return session.getOutputInfo().values().stream()
                .filter(node -> isWanted(node, wanted))
                .map(NodeInfo::getName)
                .findFirst()
                .orElseThrow(() -> mismatch(session, file, "it must have an output of " + wanted.meaning()));
    }

    private static boolean isTokenInput(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.INT64
                && tensor.getShape().length == 2;
    }

    private static boolean isWanted(NodeInfo node, Wanted wanted) {
        if (!(node.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
            return false;
        }
        long[] shape = tensor.getShape();
        // -1: decided at run time, and checked there
        return shape.length == wanted.rank()
                && (shape[shape.length - 1] == wanted.lastDimension() || shape[shape.length - 1] == -1);
    }

    private static ModelException mismatch(OrtSession session, Path file, String rule) {
        String contents;
        try {
            contents = "inputs " + describe(session.getInputInfo()) + "; outputs " + describe(session.getOutputInfo());
        } catch (OrtException e) {
            contents = "something that cannot be listed (" + e.getMessage() + ")";
        }
        return new ModelException("The model file " + file + " does not fit its entry in the model registry: " + rule
                + ". It contains: " + contents + ".");
    }

    private static String describe(Map<String, NodeInfo> nodes) {
        return new TreeMap<>(nodes)
                .values().stream()
                        .map(node -> node.getInfo() instanceof TensorInfo tensor
                                ? node.getName() + " " + tensor.type + " " + Arrays.toString(tensor.getShape())
                                : node.getName() + " (not a tensor)")
                        .collect(Collectors.joining(", "));
    }

    /**
     * The output of one run.
     *
     * @param values row by row
     * @param shape as the network says
     */
    record Output(float[] values, long[] shape) {}

    /**
     * Runs one batch. Rows shorter than the longest are padded and masked.
     *
     * @param rows token ids
     * @param types token types of each row, all 0 where the array is empty
     */
    Output run(List<long[]> rows, List<long[]> types) throws OrtException {
        int width = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
        int count = rows.size();
        long[] ids = new long[count * width];
        long[] mask = new long[count * width];
        long[] kinds = new long[count * width];
        for (int i = 0; i < count; i++) {
            long[] row = rows.get(i);
            System.arraycopy(row, 0, ids, i * width, row.length);
            Arrays.fill(mask, i * width, i * width + row.length, 1);
            if (!types.isEmpty()) {
                System.arraycopy(types.get(i), 0, kinds, i * width, row.length);
            }
        }
        long[] shape = {count, width};
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put(IDS, OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape));
            inputs.put(MASK, OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape));
            if (typed) {
                inputs.put(TYPES, OnnxTensor.createTensor(environment, LongBuffer.wrap(kinds), shape));
            }
            try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                OnnxTensor tensor = (OnnxTensor) result.get(0);
                // A copy on the heap in one step, without an array for each row and token.
                return new Output(
                        tensor.getFloatBuffer().array(), tensor.getInfo().getShape());
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        closeQuietly(session);
    }

    private static void closeQuietly(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            // Its memory is gone either way, and nobody can do anything about it.
            LOG.warn("An ONNX session did not close: {}", e.getMessage());
        }
    }
}
