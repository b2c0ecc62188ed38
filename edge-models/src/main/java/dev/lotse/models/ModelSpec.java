package dev.lotse.models;

import java.util.List;

/**
 * One entry of the model registry.
 *
 * @param id stable name, as in configuration and in index generations, such as {@code e5-small-v2-q}
 * @param version version of the files
 * @param kind what the model computes
 * @param source where the ONNX file comes from: {@code classpath:…}, {@code file:…} or {@code https://…}
 * @param sha256 checksum of the ONNX file in lower-case hexadecimal; empty only for {@code file:} sources
 * @param tokenizerSource where {@code tokenizer.json} comes from
 * @param tokenizerSha256 its checksum
 * @param licence SPDX identifier
 * @param dimension length of the vectors; 0 for a cross-encoder
 * @param pooling how token vectors become one vector
 * @param queryPrefix put before a query
 * @param passagePrefix put before a passage
 * @param maxTokens window of the model, special tokens included
 * @param languages BCP 47 tags that the model was trained for
 */
public record ModelSpec(
        String id,
        String version,
        Kind kind,
        String source,
        String sha256,
        String tokenizerSource,
        String tokenizerSha256,
        String licence,
        int dimension,
        Pooling pooling,
        String queryPrefix,
        String passagePrefix,
        int maxTokens,
        List<String> languages) {

    public ModelSpec {
        languages = List.copyOf(languages);
    }

    /** What a model computes. */
    public enum Kind {
        ENCODER,
        CROSS_ENCODER
    }

    /** How token vectors become one vector. */
    public enum Pooling {
        MEAN,
        FIRST_TOKEN,
        NONE
    }
}
