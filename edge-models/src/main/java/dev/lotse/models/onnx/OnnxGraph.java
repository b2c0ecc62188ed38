package dev.lotse.models.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Builds an ONNX model (opset {@value #OPSET}, IR version {@value #IR_VERSION}).
 *
 * <p>Nodes must be added in an order in which every input exists before it is used; a name that does not, or that is
 * given twice, is refused when it is added. Whether the operators fit together is for ONNX Runtime to say, when the
 * model is loaded.
 *
 * <p>Not thread-safe.
 */
public final class OnnxGraph {
    /** Version of the operator set. */
    public static final int OPSET = 17;

    /** Version of the file format that belongs to the operator set. */
    public static final int IR_VERSION = 8;

    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,17}");

    private final String name;
    private final ProtoWriter graph = new ProtoWriter();
    private final Set<String> values = new HashSet<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<String> outputs = new ArrayList<>();

    /** Element types. */
    public enum Type {
        FLOAT(1),
        INT64(7);

        private final int code;

        Type(int code) {
            this.code = code;
        }
    }

    /** @param name of the graph, for people */
    public OnnxGraph(String name) {
        this.name = name;
        graph.text(2, name);
    }

    /**
     * Declares an input.
     *
     * @param dimensions a whole number from 1 where the size is fixed, else a name such as {@code batch}
     * @return this
     */
    public OnnxGraph input(String value, Type type, String... dimensions) {
        define(value);
        graph.message(11, valueInfo(value, type, dimensions));
        return this;
    }

    /**
     * Adds constants.
     *
     * @param elements row by row, as many as the product of the dimensions
     * @return this
     */
    public OnnxGraph constant(String value, float[] elements, long... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(elements);
        return constant(value, Type.FLOAT, elements.length, raw.array(), dimensions);
    }

    /** As the other, for whole numbers such as axes and indexes. */
    public OnnxGraph constant(String value, long[] elements, long... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(elements.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(elements);
        return constant(value, Type.INT64, elements.length, raw.array(), dimensions);
    }

    private OnnxGraph constant(String value, Type type, int count, byte[] raw, long... dimensions) {
        long product = 1;
        for (long dimension : dimensions) {
            product *= dimension;
        }
        if (product != count) {
            throw new IllegalArgumentException(
                    "constant " + value + " has " + count + " elements where its dimensions need " + product);
        }
        define(value);
        ProtoWriter tensor = new ProtoWriter();
        for (long dimension : dimensions) {
            tensor.number(1, dimension);
        }
        graph.message(5, tensor.number(2, type.code).text(8, value).bytes(9, raw));
        return this;
    }

    /**
     * Adds an operator with one output.
     *
     * @param operator as in ONNX, such as {@code Gemm}
     * @param inputs names that exist already
     * @param output its new name
     * @return this
     */
    public OnnxGraph node(String operator, List<String> inputs, String output, OnnxAttribute... attributes) {
        for (String input : inputs) {
            if (!values.contains(input)) {
                throw new IllegalArgumentException(operator + " needs " + input + ", which nothing before it gives");
            }
        }
        define(output);
        ProtoWriter node = new ProtoWriter();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output).text(4, operator);
        OnnxAttribute.write(node, List.of(attributes));
        graph.message(1, node);
        return this;
    }

    /**
     * Declares a value as output.
     *
     * @param dimensions as of an input
     * @return this
     */
    public OnnxGraph output(String value, Type type, String... dimensions) {
        if (!values.contains(value)) {
            throw new IllegalArgumentException("output " + value + " is given by nothing");
        }
        outputs.add(value);
        graph.message(12, valueInfo(value, type, dimensions));
        return this;
    }

    /**
     * Notes something about the model that whoever loads it can read; a later value replaces an earlier one.
     *
     * @return this
     */
    public OnnxGraph metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** The model as the bytes of an ONNX file; the same calls give the same bytes. */
    public byte[] toBytes() {
        if (outputs.isEmpty()) {
            throw new IllegalStateException("the graph " + name + " has no output");
        }
        ProtoWriter model = new ProtoWriter()
                .number(1, IR_VERSION)
                .text(2, "lotse")
                .message(7, graph)
                .message(8, new ProtoWriter().text(1, "").number(2, OPSET));
        metadata.forEach(
                (key, value) -> model.message(14, new ProtoWriter().text(1, key).text(2, value)));
        return model.toBytes();
    }

    /** Writes the model to a file. */
    public void writeTo(Path file) throws IOException {
        Files.write(file, toBytes());
    }

    private void define(String value) {
        if (value.isEmpty() || !values.add(value)) {
            throw new IllegalArgumentException("the name \"" + value + "\" is empty or taken");
        }
    }

    private static ProtoWriter valueInfo(String value, Type type, String... dimensions) {
        ProtoWriter shape = new ProtoWriter();
        for (String dimension : dimensions) {
            shape.message(
                    1,
                    WHOLE.matcher(dimension).matches()
                            ? new ProtoWriter().number(1, Long.parseLong(dimension))
                            : new ProtoWriter().text(2, dimension));
        }
        ProtoWriter tensor = new ProtoWriter().number(1, type.code).message(2, shape);
        return new ProtoWriter().text(1, value).message(2, new ProtoWriter().message(1, tensor));
    }
}
