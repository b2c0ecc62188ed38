package dev.lotse.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes the sessions of ONNX Runtime, all with the same settings and errors. */
final class OnnxSessions {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxSessions.class);

    private OnnxSessions() {}

    /**
     * Loads the file.
     *
     * @throws ModelException when it is damaged or no ONNX model
     */
    static OrtSession open(OrtEnvironment environment, Path file, int intraOpThreads) {
        return open(file.toString(), intraOpThreads, options -> environment.createSession(file.toString(), options));
    }

    /** As the other, from memory, on one thread. */
    static OrtSession open(OrtEnvironment environment, String name, byte[] model) {
        return open(name, 1, options -> environment.createSession(model, options));
    }

    private interface Opening {
        OrtSession with(OrtSession.SessionOptions options) throws OrtException;
    }

    private static OrtSession open(String file, int intraOpThreads, Opening opening) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(intraOpThreads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            // Shapes differ from run to run: a plan of memory for each of them would only pile up. The arena stays on
            // (the default): with and without it, processor time and memory were the same within the noise.
            options.setMemoryPatternOptimization(false);
            return opening.with(options);
        } catch (OrtException e) {
            throw new ModelException(
                    "The model file " + file + " cannot be loaded; it is damaged, truncated or no ONNX model: "
                            + e.getMessage()
                            + ". Delete it to have it fetched again, or correct the source in the model registry.",
                    e);
        }
    }

    /** An error that says what rule the model breaks and what it does contain. */
    static ModelException mismatch(OrtSession session, Path file, String rule) {
        String contents;
        try {
            contents = "inputs " + describe(session.getInputInfo()) + "; outputs " + describe(session.getOutputInfo());
        } catch (OrtException e) {
            contents = "something that cannot be listed (" + e.getMessage() + ")";
        }
        return new ModelException(
                "The model file " + file + " does not fit its use: " + rule + ". It contains: " + contents + ".");
    }

    private static String describe(Map<String, NodeInfo> nodes) {
        return new TreeMap<>(nodes)
                .values().stream()
                        .map(node -> node.getInfo() instanceof TensorInfo tensor
                                ? node.getName() + " " + tensor.type + " " + Arrays.toString(tensor.getShape())
                                : node.getName() + " (not a tensor)")
                        .collect(Collectors.joining(", "));
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            // Its memory is gone either way, and nobody can do anything about it.
            LOG.warn("An ONNX session did not close: {}", e.getMessage());
        }
    }
}
