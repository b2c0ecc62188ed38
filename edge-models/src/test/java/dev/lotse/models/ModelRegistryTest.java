package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRegistryTest {
    private static final String VALID = """
            {"id": "mine", "version": "2", "kind": "ENCODER", "source": "file:mine.onnx",
             "tokenizerSource": "file:/models/tokenizer.json", "licence": "Apache-2.0", "dimension": 768,
             "pooling": "FIRST_TOKEN", "maxTokens": 512, "languages": ["de", "en-GB"]}""";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void bundlesTheDefaultEncoderWithItsLicenceAndLimits() {
        ModelSpec spec = ModelRegistry.bundled().get(ModelRegistry.DEFAULT_ENCODER);

        assertThat(spec.kind()).isEqualTo(ModelSpec.Kind.ENCODER);
        assertThat(spec.dimension()).isEqualTo(384);
        assertThat(spec.pooling()).isEqualTo(ModelSpec.Pooling.MEAN);
        assertThat(spec.queryPrefix()).isEqualTo("query: ");
        assertThat(spec.passagePrefix()).isEqualTo("passage: ");
        assertThat(spec.maxTokens()).isEqualTo(512);
        assertThat(spec.licence()).isEqualTo("MIT");
        assertThat(spec.languages()).containsExactly("en");
    }

    @Test
    void anUnknownIdIsAnsweredWithTheKnownOnes() throws IOException {
        ModelRegistry registry = ModelRegistry.bundled().plus(file("{\"models\": [" + VALID + "]}"));

        assertThatThrownBy(() -> registry.get("e6"))
                .isInstanceOf(ModelException.class)
                .hasMessage("There is no model \"e6\"; known: e5-small-v2-q, mine.");
    }

    @Test
    void aFileAddsEntriesAndItsRelativeSourcesAreTakenFromItsFolder() throws IOException {
        ModelRegistry registry = ModelRegistry.bundled().plus(file("{\"models\": [" + VALID + "]}"));

        assertThat(registry.all()).extracting(ModelSpec::id).containsExactly("e5-small-v2-q", "mine");
        ModelSpec mine = registry.get("mine");
        assertThat(mine.source()).isEqualTo("file:" + folder.toAbsolutePath().resolve("mine.onnx"));
        assertThat(mine.tokenizerSource()).isEqualTo("file:/models/tokenizer.json");
        assertThat(mine.queryPrefix()).isEmpty();
        assertThat(mine.sha256()).isEmpty();
    }

    @Test
    void aCrossEncoderNeedsNeitherDimensionNorPooling() throws IOException {
        String entry = VALID.replace("ENCODER", "CROSS_ENCODER")
                .replace("\"dimension\": 768,", "")
                .replace("\"pooling\": \"FIRST_TOKEN\",", "");
        ModelSpec spec = ModelRegistry.bundled()
                .plus(file("{\"models\": [" + entry + "]}"))
                .get("mine");

        assertThat(spec.dimension()).isZero();
        assertThat(spec.pooling()).isEqualTo(ModelSpec.Pooling.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "id": "mine"                     | "id": "Mine!"                | id is "Mine!"
            "id": "mine"                     | "id": "../mine"              | id is "../mine"
            "id": "mine"                     | "id": null                   | id is missing
            "version": "2"                   | "version": "../2"            | version is "../2"
            "kind": "ENCODER"                | "kind": "DECODER"            | kind is "DECODER"; allowed: ENCODER, CROSS_ENCODER.
            "source": "file:mine.onnx"       | "source": "http://x/m.onnx"  | source is "http://x/m.onnx"; allowed: classpath:…, file:… or https://…
            "source": "file:mine.onnx"       | "source": "https://x/m.onnx" | sha256 is ""; allowed: 64 lower-case hexadecimal digits
            "source": "file:mine.onnx"       | "source": "file:a", "sha256": "ABC" | sha256 is "ABC"
            "tokenizerSource": "file:/models/tokenizer.json" | "tokenizerSource": "classpath:t.json" | tokenizerSha256 is ""
            "licence": "Apache-2.0"          | "licence": " "               | licence is " "
            "dimension": 768                 | "dimension": 0               | dimension is "0"; allowed: 1 to 8192
            "dimension": 768                 | "dimension": "wide"          | dimension is "wide"; allowed: integer.
            "pooling": "FIRST_TOKEN"         | "pooling": "NONE"            | pooling is "NONE"
            "maxTokens": 512                 | "maxTokens": 15              | maxTokens is "15"; allowed: 16 to 32768
            "languages": ["de", "en-GB"]     | "languages": []              | languages is "[]"
            "languages": ["de", "en-GB"]     | "languages": ["english please"] | languages is "english please"
            "languages": ["de", "en-GB"]     | "language": ["de"]           | the field language is unknown; allowed: id, version, kind,
            """)
    void aBrokenEntryIsRefusedWithFieldValueAndWhatIsAllowed(String from, String to, String message)
            throws IOException {
        String broken = VALID.replace(from, to);
        assertThat(broken).isNotEqualTo(VALID);
        Path file = file("{\"models\": [" + VALID.replace("mine", "first") + ", " + broken + "]}");

        assertThatThrownBy(() -> ModelRegistry.bundled().plus(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("entry 2")
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNoRegistryIsRefused() throws IOException {
        Path truncated = file("{\"models\": [");
        assertThatThrownBy(() -> ModelRegistry.bundled().plus(truncated)).hasMessageContaining("is not valid JSON");

        Path other = Files.writeString(folder.resolve("other.json"), "{\"modules\": []}");
        assertThatThrownBy(() -> ModelRegistry.bundled().plus(other))
                .hasMessageContaining("\"models\" must be an array");

        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> ModelRegistry.bundled().plus(missing))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void anIdMayNotBeTakenTwice() {
        assertThatThrownBy(() -> ModelRegistry.of(List.of(Specs.bundled(), Specs.bundled())))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("e5-small-v2-q");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("models.json"), json);
    }
}
