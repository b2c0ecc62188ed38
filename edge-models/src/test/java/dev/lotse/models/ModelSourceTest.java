package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {
    @Test
    void readsTheThreeForms() {
        assertThat(ModelSource.parse("classpath:/a/b.onnx")).contains(new ModelSource.Resource("a/b.onnx"));
        assertThat(ModelSource.parse("file:///a/b.onnx")).contains(new ModelSource.LocalFile(Path.of("/a/b.onnx")));
        assertThat(ModelSource.parse("file:/a/b.onnx")).contains(new ModelSource.LocalFile(Path.of("/a/b.onnx")));
        assertThat(ModelSource.parse("file:b.onnx")).contains(new ModelSource.LocalFile(Path.of("b.onnx")));
        assertThat(ModelSource.parse("HTTPS://example.org/b.onnx")).get().isInstanceOf(ModelSource.Https.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "b.onnx",
                "classpath:",
                "file:",
                "file://server/share",
                "http://example.org/b",
                "https:b",
                "https://",
                "https://a b",
                "ftp://example.org/b"
            })
    void refusesAnythingElse(String text) {
        assertThat(ModelSource.parse(text)).isEmpty();
    }

    @Test
    void aDescriptionHidesWhatMayBeSecret() {
        ModelSource source = ModelSource.parse("https://me:pw@example.org:8443/m.onnx?token=t#f")
                .orElseThrow();

        assertThat(source.describe()).isEqualTo("https://example.org:8443/m.onnx");
    }
}
