package dev.lotse.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A BERT-like network in ONNX Runtime: token ids in, one float tensor out.
 *
 * <p>One session serves all lanes: a session's run is thread-safe, the weights are in memory once, and with one
 * intra-op thread each run stays on its caller's thread.
 */
final class OnnxNetwork implements AutoCloseable {
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
        OrtSession session = OnnxSessions.open(environment, file, intraOpThreads);
        try {
            return new OnnxNetwork(environment, session, file, check(session, file, wanted));
        } catch (OrtException e) {
            OnnxSessions.close(session);
            throw new ModelException("The model file " + file + " cannot be examined: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            OnnxSessions.close(session);
            throw e;
        }
    }

    private static String check(OrtSession session, Path file, Wanted wanted) throws OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        boolean known = inputs.keySet().containsAll(List.of(IDS, MASK))
                && Set.of(IDS, MASK, TYPES).containsAll(inputs.keySet());
        if (!known || !inputs.values().stream().allMatch(OnnxNetwork::isTokenInput)) {
            throw OnnxSessions.mismatch(
                    session,
                    file,
                    "its inputs must be input_ids and attention_mask and may be token_type_ids, all INT64"
                            + " [batch, sequence]");
        }
        return session.getOutputInfo().values().stream()
                .filter(node -> isWanted(node, wanted))
                .map(NodeInfo::getName)
                .findFirst()
                .orElseThrow(
                        () -> OnnxSessions.mismatch(session, file, "it must have an output of " + wanted.meaning()));
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
        OnnxSessions.close(session);
    }
}
