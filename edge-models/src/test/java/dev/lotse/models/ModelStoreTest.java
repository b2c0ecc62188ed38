package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    private static final String TOKENIZER_SHA = Specs.bundled().tokenizerSha256();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private ModelStore store() {
        return new ModelStore(
                folder.resolve("models"), new ModelDownload(HttpClient::newHttpClient, 1000, Duration.ofSeconds(5)));
    }

    /** The tokeniser's file stands for the network too: the store does not look inside, and it is small. */
    private static ModelSpec small() {
        return Specs.encoder(Specs.TOKENIZER, TOKENIZER_SHA, Specs.TOKENIZER, TOKENIZER_SHA);
    }

    @Test
    void unpacksAResourceAndLeavesNoTemporaryFile() throws IOException {
        assertThat(store().isFetched(small())).isFalse();

        ModelFiles files = store().fetch(small());

        assertThat(files.onnx()).isEqualTo(folder.resolve("models/tested/1/model.onnx"));
        assertThat(ModelStore.sha256(files.onnx())).isEqualTo(TOKENIZER_SHA);
        assertThat(store().isFetched(small())).isTrue();
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "model.onnx", "model.onnx.verified", "tokenizer.json", "tokenizer.json.verified");
    }

    @Test
    void aFileThatIsInPlaceIsNotTouched() throws IOException {
        Path onnx = store().fetch(small()).onnx();
        FileTime before = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(onnx, before);

        store().fetch(small());

        assertThat(Files.getLastModifiedTime(onnx)).isEqualTo(before);
    }

    @Test
    void aVerifiedFileIsNotHashedAgain() throws IOException {
        Path onnx = store().fetch(small()).onnx();
        FileTime time = Files.getLastModifiedTime(onnx);
        byte[] content = Files.readAllBytes(onnx);
        content[100] ^= 1;
        Files.write(onnx, content);
        Files.setLastModifiedTime(onnx, time);

        // Nobody can tell this file from the verified one without hashing it: that it is accepted shows that none is.
        assertThat(store().fetch(small()).onnx()).hasBinaryContent(content);
    }

    @Test
    void aDamagedFileIsFetchedAgain() throws IOException {
        Path onnx = store().fetch(small()).onnx();
        Files.writeString(onnx, "damaged");
        assertThat(store().isFetched(small())).isFalse();

        store().fetch(small());

        assertThat(ModelStore.sha256(onnx)).isEqualTo(TOKENIZER_SHA);
    }

    @Test
    void aWrongChecksumNamesBothAndLeavesNothing() throws IOException {
        String wrong = "0".repeat(64);
        ModelSpec spec = Specs.encoder(Specs.TOKENIZER, wrong, Specs.TOKENIZER, TOKENIZER_SHA);

        assertThatThrownBy(() -> store().fetch(spec))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(Specs.TOKENIZER)
                .hasMessageContaining(wrong)
                .hasMessageContaining(TOKENIZER_SHA);
        assertThat(names()).isEmpty();
    }

    @Test
    void aMissingResourceIsNamed() {
        ModelSpec spec = Specs.encoder("classpath:no/such.onnx", TOKENIZER_SHA, Specs.TOKENIZER, TOKENIZER_SHA);

        assertThatThrownBy(() -> store().fetch(spec))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no/such.onnx");
    }

    @Test
    void aLocalFileIsUsedWhereItLies() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.onnx"), "content");
        ModelSpec spec = Specs.encoder("file:" + file, "", "file:" + file, ModelStore.sha256(file));

        ModelFiles files = store().fetch(spec);

        assertThat(files).isEqualTo(new ModelFiles(file, file));
        assertThat(names()).containsExactly("tokenizer.json.verified");
        assertThat(store().isFetched(spec)).isTrue();
    }

    @Test
    void aLocalFileThatChangedIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.onnx"), "content");
        String expected = ModelStore.sha256(file);
        ModelSpec spec = Specs.encoder("file:" + file, expected, "file:" + file, "");
        store().fetch(spec);
        Files.writeString(file, "something else");

        assertThatThrownBy(() -> store().fetch(spec))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(expected)
                .hasMessageContaining(ModelStore.sha256(file));
        assertThat(file).hasContent("something else");
    }

    @Test
    void aMissingLocalFileIsNamed() {
        ModelSpec spec = Specs.encoder("file:/no/such.onnx", "", Specs.TOKENIZER, TOKENIZER_SHA);

        assertThat(store().isFetched(spec)).isFalse();
        assertThatThrownBy(() -> store().fetch(spec))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("/no/such.onnx does not exist");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedWithWhatToDo() throws IOException {
        Files.writeString(folder.resolve("models"), "a file is in the way");

        assertThatThrownBy(() -> store().fetch(small()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(folder.resolve("models").toString())
                .hasMessageContaining("Check that the folder may be written");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("models/tested/1"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
