package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading, with the real files and damaged copies of them. */
class LocalModelsIT {
    // One folder for all tests: unpacking the model takes longer than most of them.
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ModelFiles good;

    @BeforeEach
    void unpack() {
        good = models(Specs.bundled()).fetch(ModelRegistry.DEFAULT_ENCODER);
    }

    @Test
    void anUnknownModelIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> models(Specs.bundled()).openEncoder("e6"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("known: e5-small-v2-q");
    }

    @Test
    void aTruncatedNetworkIsNamedWithWhatToDo() throws IOException {
        byte[] bytes = Files.readAllBytes(good.onnx());
        Path broken = Files.write(folder.resolve("broken.onnx"), Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> open(broken, good.tokenizer(), 384))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(broken.toString())
                .hasMessageContaining("damaged, truncated or no ONNX model")
                .hasMessageContaining("Delete it");
    }

    @Test
    void anEmptyNetworkIsNamedWithWhatToDo() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.onnx"));

        assertThatThrownBy(() -> open(empty, good.tokenizer(), 384))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(empty.toString());
    }

    @Test
    void aDamagedTokenizerIsNamedWithWhatToDo() throws IOException {
        String json = Files.readString(good.tokenizer());
        for (String content : List.of("", "{", "[]", json.substring(0, json.length() / 2))) {
            Path broken = Files.writeString(folder.resolve("broken.json"), content);

            assertThatThrownBy(() -> open(good.onnx(), broken, 384))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(broken.toString())
                    .hasMessageContaining("damaged or is no tokenizer.json");
        }
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> open(good.onnx(), binary, 384))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(binary.toString());
    }

    @Test
    void aWrongDimensionIsAnsweredWithWhatTheModelContains() {
        assertThatThrownBy(() -> open(good.onnx(), good.tokenizer(), 768))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("FLOAT [batch, sequence, 768]")
                .hasMessageContaining("input_ids INT64 [-1, -1]")
                .hasMessageContaining("last_hidden_state FLOAT [-1, -1, 384]");
    }

    @Test
    void aModelOfTheWrongKindIsRefused() {
        ModelSpec spec = new ModelSpec(
                "ranker",
                "1",
                ModelSpec.Kind.CROSS_ENCODER,
                "file:" + good.onnx(),
                "",
                "file:" + good.tokenizer(),
                "",
                "MIT",
                0,
                ModelSpec.Pooling.NONE,
                "",
                "",
                512,
                List.of("en"));

        assertThatThrownBy(() -> models(spec).openEncoder("ranker"))
                .isInstanceOf(ModelException.class)
                .hasMessage("The model \"ranker\" is of the kind CROSS_ENCODER, not an encoder.");
    }

    @Test
    void theLibrariesOfThisPlatformWork() {
        List<LibraryCheck> checks = models(Specs.bundled()).checkLibraries();

        assertThat(checks).extracting(LibraryCheck::name).containsExactly("ONNX Runtime", "Hugging Face tokenizers");
        assertThat(checks).allSatisfy(check -> {
            assertThat(check.works()).as(check.detail()).isTrue();
            assertThat(check.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        });
        assertThat(checks.getFirst().detail()).contains("CPU");
    }

    @Test
    void aProcessLeavesNothingOutsideTheModelsFolderAndTheNextOneUsesWhatIsThere()
            throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path models = folder.resolve("fresh");

        assertThat(run(models, home, temporary)).isEqualTo("384");

        assertThat(home).isEmptyDirectory();
        assertThat(temporary).isEmptyDirectory();
        assertThat(models.resolve("native")).isDirectoryContaining("glob:**onnxruntime-*");
        Path onnx = models.resolve("e5-small-v2-q/" + Specs.bundled().version() + "/model.onnx");
        FileTime written = Files.getLastModifiedTime(onnx);

        assertThat(run(models, home, temporary)).isEqualTo("384");
        assertThat(Files.getLastModifiedTime(onnx)).isEqualTo(written);
    }

    @Test
    void aDamagedNativeLibraryIsReplacedOrNamedWithWhatToDo() throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("home-2"));
        Path models = folder.resolve("damaged");
        assertThat(run(models, home, home)).isEqualTo("384");
        Path library;
        try (Stream<Path> files = Files.walk(models.resolve("native"))) {
            library = files.filter(file -> file.getFileName().toString().contains("tokenizers."))
                    .findFirst()
                    .orElseThrow();
        }
        int size = Math.toIntExact(Files.size(library));

        Files.write(library, new byte[100]);
        assertThat(run(models, home, home)).isEqualTo("384");
        assertThat(library).hasSize(size);

        Files.write(library, new byte[size]);
        Process process = start(models, home, home);
        assertThat(output(process))
                .contains("The native library of the tokeniser cannot be loaded from " + library)
                .contains("Delete it");
        assertThat(process.waitFor()).isNotZero();
    }

    private static String run(Path models, Path home, Path temporary) throws IOException, InterruptedException {
        Process process = start(models, home, temporary);
        String output = output(process);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.strip();
    }

    private static Process start(Path models, Path home, Path temporary) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Duser.home=" + home,
                        "-Djava.io.tmpdir=" + temporary,
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EncodeOnce.class.getName(),
                        models.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String output(Process process) throws IOException {
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Encoder open(Path onnx, Path tokenizer, int dimension) {
        ModelSpec spec = Specs.encoder("tested", "file:" + onnx, "", "file:" + tokenizer, "", dimension);
        return models(spec).openEncoder("tested");
    }

    private LocalModels models(ModelSpec spec) {
        return new LocalModels(folder.resolve("models"), ModelRegistry.of(List.of(spec)), ModelOptions.defaults());
    }
}
