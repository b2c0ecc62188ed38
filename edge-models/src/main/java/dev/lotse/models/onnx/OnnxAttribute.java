package dev.lotse.models.onnx;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A named setting of a node, such as {@code axis} of {@code Gather}. */
public sealed interface OnnxAttribute {

    /** Its name, as the operator's documentation has it. */
    String name();

    /** A whole number. */
    static OnnxAttribute of(String name, long value) {
        return new Whole(name, value);
    }

    /** A single-precision number. */
    static OnnxAttribute of(String name, float value) {
        return new Real(name, value);
    }

    /** A text. */
    static OnnxAttribute of(String name, String value) {
        return new Text(name, value);
    }

    /** A list of whole numbers. */
    static OnnxAttribute of(String name, List<Long> values) {
        return new Wholes(name, values);
    }

    /** A whole number. */
    record Whole(String name, long value) implements OnnxAttribute {}

    /** A single-precision number. */
    record Real(String name, float value) implements OnnxAttribute {}

    /** A text. */
    record Text(String name, String value) implements OnnxAttribute {}

    /** A list of whole numbers. */
    record Wholes(String name, List<Long> values) implements OnnxAttribute {
        public Wholes {
            values = List.copyOf(values);
        }
    }

    /** As an {@code AttributeProto}. */
    private ProtoWriter proto() {
        ProtoWriter proto = new ProtoWriter().text(1, name());
        return switch (this) {
            case Real real -> proto.float32(2, real.value()).number(20, 1);
            case Whole whole -> proto.number(3, whole.value()).number(20, 2);
            case Text text ->
                proto.bytes(4, text.value().getBytes(StandardCharsets.UTF_8)).number(20, 3);
            case Wholes wholes -> {
                wholes.values().forEach(value -> proto.number(8, value));
                yield proto.number(20, 7);
            }
        };
    }

    /** Adds it to a node. */
    static void write(ProtoWriter node, List<OnnxAttribute> attributes) {
        attributes.forEach(attribute -> node.message(5, attribute.proto()));
    }
}
