package dev.lotse.models;

import java.util.List;

/** Registry entries for tests. */
final class Specs {
    private Specs() {}

    static final String SOURCE = "classpath:dev/lotse/models/files/e5-small-v2-q.onnx";
    static final String TOKENIZER = "classpath:dev/lotse/models/files/e5-small-v2-q-tokenizer.json";

    /** The default encoder with other files; an empty checksum is allowed for {@code file:} sources only. */
    static ModelSpec encoder(String source, String sha256, String tokenizerSource, String tokenizerSha256) {
        return encoder("tested", source, sha256, tokenizerSource, tokenizerSha256, 384);
    }

    static ModelSpec encoder(
            String id, String source, String sha256, String tokenizerSource, String tokenizerSha256, int dimension) {
        return new ModelSpec(
                id,
                "1",
                ModelSpec.Kind.ENCODER,
                source,
                sha256,
                tokenizerSource,
                tokenizerSha256,
                "MIT",
                dimension,
                ModelSpec.Pooling.MEAN,
                "query: ",
                "passage: ",
                512,
                List.of("en"));
    }

    static ModelSpec bundled() {
        return ModelRegistry.bundled().get(ModelRegistry.DEFAULT_ENCODER);
    }
}
