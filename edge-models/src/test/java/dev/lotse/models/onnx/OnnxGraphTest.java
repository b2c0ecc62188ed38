package dev.lotse.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused before ONNX Runtime sees it; that the files run is shown by {@code OnnxFeatureScorerIT}. */
class OnnxGraphTest {
    private final OnnxGraph graph = new OnnxGraph("tested").input("x", OnnxGraph.Type.FLOAT, "n", "3");

    @Test
    void anInputThatNothingGivesIsRefused() {
        assertThatThrownBy(() -> graph.node("Add", List.of("x", "y"), "z"))
                .hasMessage("Add needs y, which nothing before it gives");
        assertThatThrownBy(() -> graph.output("z", OnnxGraph.Type.FLOAT, "n"))
                .hasMessage("output z is given by nothing");
    }

    @Test
    void aNameMayNotBeGivenTwice() {
        assertThatThrownBy(() -> graph.node("Relu", List.of("x"), "x")).hasMessage("the name \"x\" is empty or taken");
        assertThatThrownBy(() -> graph.input("", OnnxGraph.Type.FLOAT, "n")).hasMessageContaining("empty or taken");
    }

    @Test
    void constantsMustFillTheirDimensions() {
        assertThatThrownBy(() -> graph.constant("w", new float[5], 2, 3))
                .hasMessage("constant w has 5 elements where its dimensions need 6");
    }

    @Test
    void aGraphWithoutOutputCannotBeWritten() {
        assertThatThrownBy(graph::toBytes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSameCallsGiveTheSameBytes() {
        assertThat(small().toBytes()).isEqualTo(small().toBytes());
    }

    private static OnnxGraph small() {
        return new OnnxGraph("small")
                .input("x", OnnxGraph.Type.FLOAT, "n", "3")
                .node("Relu", List.of("x"), "y")
                .output("y", OnnxGraph.Type.FLOAT, "n", "3")
                .metadata("b", "2")
                .metadata("a", "1");
    }
}
