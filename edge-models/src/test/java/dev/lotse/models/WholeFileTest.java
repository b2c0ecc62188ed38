package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aFailureLeavesTheOlderFileAndNothingElse() throws IOException {
        Path file = folder.resolve("deep/model.onnx");
        WholeFile.write(file, part -> Files.writeString(part, "old"));

        assertThatThrownBy(() -> WholeFile.write(file, part -> {
                    Files.writeString(part, "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("model.onnx");
    }

    @Test
    void theFileIsNotThereUntilItIsWhole() throws IOException {
        Path file = folder.resolve("deep/model.onnx");

        WholeFile.write(file, part -> {
            assertThat(file).doesNotExist();
            Files.writeString(part, "new");
        });

        assertThat(file).hasContent("new");
    }

    @Test
    void whatAKilledProcessLeftIsRemovedWhenItIsOld() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("deep"));
        Path old = Files.writeString(deep.resolve("model.onnx.1.part"), "x");
        Files.setLastModifiedTime(
                old, FileTime.from(Instant.now().minus(WholeFile.STALE).minusSeconds(60)));
        Files.writeString(deep.resolve("model.onnx.2.part"), "somebody is writing this");

        WholeFile.write(deep.resolve("model.onnx"), part -> Files.writeString(part, "new"));

        assertThat(names()).containsExactlyInAnyOrder("model.onnx", "model.onnx.2.part");
    }

    private java.util.List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
