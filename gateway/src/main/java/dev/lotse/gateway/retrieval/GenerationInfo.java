package dev.lotse.gateway.retrieval;

/**
 * What an index generation is made of.
 *
 * @param encoder id and version of the encoder of the passage vectors, such as {@code e5-small-v2-q@1}
 * @param dimension length of the passage vectors
 */
public record GenerationInfo(String encoder, int dimension) {}
