package dev.lotse.gateway.retrieval;

import org.jspecify.annotations.Nullable;

/**
 * What an index generation is made of.
 *
 * @param encoder id and version of the encoder of the passage vectors, such as {@code e5-small-v2-q@1}
 * @param dimension length of the passage vectors
 * @param tokens version of the projection of the token vectors, or empty where the generation has none
 */
public record GenerationInfo(
        String encoder, int dimension, @Nullable String tokens) {
    public GenerationInfo {
        // Generations that were built before there were token vectors do not say so.
        tokens = tokens == null ? "" : tokens;
    }

    /** A generation without token vectors. */
    public GenerationInfo(String encoder, int dimension) {
        this(encoder, dimension, "");
    }

    /** Whether both have the same passage vectors. */
    public boolean hasVectorsOf(GenerationInfo other) {
        return encoder.equals(other.encoder) && dimension == other.dimension;
    }

    /** Version of the projection of the token vectors, or empty where the generation has none. */
    @Override
    public String tokens() {
        return tokens == null ? "" : tokens;
    }
}
