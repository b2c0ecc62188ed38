package dev.lotse.models;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One entry of the model registry. An entry that breaks a rule below cannot be made: the constructor names the field,
 * the value and what is allowed.
 *
 * @param id stable name, as in configuration and in index generations, such as {@code e5-small-v2-q}; lower-case
 *     letters, digits, dot, underscore and hyphen, at most 64
 * @param version version of the files, of the same characters (upper case too); part of the folder that they are kept in
 * @param kind what the model computes
 * @param source where the ONNX file comes from: {@code classpath:…}, {@code file:…} or {@code https://…}
 * @param sha256 checksum of the ONNX file in lower-case hexadecimal; empty only for {@code file:} sources
 * @param tokenizerSource where {@code tokenizer.json} comes from
 * @param tokenizerSha256 its checksum
 * @param licence SPDX identifier
 * @param dimension length of the vectors, 1 to 8,192; 0 for a cross-encoder
 * @param pooling how token vectors become one vector; {@link Pooling#NONE} for a cross-encoder and for nothing else
 * @param queryPrefix put before a query
 * @param passagePrefix put before a passage
 * @param maxTokens window of the model, special tokens included, 16 to 32,768
 * @param languages BCP 47 tags that the model was trained for; at least one
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

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");

    public ModelSpec {
        languages = List.copyOf(languages);
        require(ID.matcher(id).matches(), id, "id", id, "1 to 64 of a-z, 0-9, dot, underscore and hyphen");
        require(
                VERSION.matcher(version).matches(),
                id,
                "version",
                version,
                "1 to 64 letters, digits, dots, underscores and hyphens");
        checkSource(id, "source", source, "sha256", sha256);
        checkSource(id, "tokenizerSource", tokenizerSource, "tokenizerSha256", tokenizerSha256);
        require(!licence.isBlank(), id, "licence", licence, "an SPDX identifier such as MIT");
        switch (kind) {
            case ENCODER -> {
                require(dimension >= 1 && dimension <= 8192, id, "dimension", dimension, "1 to 8192 for an encoder");
                require(pooling != Pooling.NONE, id, "pooling", pooling, "MEAN or FIRST_TOKEN for an encoder");
            }
            case CROSS_ENCODER -> {
                require(dimension == 0, id, "dimension", dimension, "0 for a cross-encoder");
                require(pooling == Pooling.NONE, id, "pooling", pooling, "NONE for a cross-encoder");
            }
        }
        require(maxTokens >= 16 && maxTokens <= 32_768, id, "maxTokens", maxTokens, "16 to 32768");
        require(!languages.isEmpty(), id, "languages", languages, "at least one BCP 47 tag");
        for (String language : languages) {
            require(LANGUAGE.matcher(language).matches(), id, "languages", language, "BCP 47 tags such as en or de");
        }
    }

    /** The id and the version in one name, as in index generations, answers and files that belong to exactly this model. */
    public String versionedId() {
        return id + "@" + version;
    }

    private static void checkSource(String id, String field, String source, String shaField, String sha256) {
        ModelSource parsed = ModelSource.parse(source)
                .orElseThrow(() -> broken(id, field, source, "classpath:…, file:… or https://…"));
        boolean absent = sha256.isEmpty() && !parsed.needsChecksum();
        require(
                absent || SHA256.matcher(sha256).matches(),
                id,
                shaField,
                sha256,
                "64 lower-case hexadecimal digits" + (parsed.needsChecksum() ? "" : ", or empty for a file: source"));
    }

    private static void require(boolean holds, String id, String field, Object value, String allowed) {
        if (!holds) {
            throw broken(id, field, value, allowed);
        }
    }

    private static ModelException broken(String id, String field, Object value, String allowed) {
        return new ModelException(
                "Model \"" + id + "\": " + field + " is \"" + value + "\"; allowed: " + allowed + ".");
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
