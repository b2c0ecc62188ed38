package dev.lotse.models;

import org.jspecify.annotations.Nullable;

/**
 * The result of one text through an encoder.
 *
 * @param vector pooled and L2-normalised, length {@link ModelSpec#dimension()}
 * @param tokens the vectors of the text's own tokens (no special tokens, no prefix), or null where they were not asked for
 * @param tokenCount model tokens that were read, special tokens and prefix included
 * @param truncated whether the text was longer than the model's window
 */
public record Encoding(float[] vector, @Nullable TokenVectors tokens, int tokenCount, boolean truncated) {}
