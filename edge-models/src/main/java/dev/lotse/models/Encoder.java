package dev.lotse.models;

import java.util.List;
import java.util.Optional;

/**
 * Turns text into unit vectors. Queries and passages are encoded differently by most models (prefixes), so there is a
 * method for each.
 *
 * <p>Thread-safe: calls from many threads share the model's sessions and wait for a free one.
 */
public interface Encoder extends AutoCloseable {

    /** What is loaded: id, version, dimension, limits and licence. */
    ModelSpec model();

    /**
     * Encodes one search query.
     *
     * @param text the visitor's words, without any model prefix; longer than the model's window is cut, not refused
     * @param tokens whether the token vectors of the same pass are wanted too
     * @throws ModelException when the model cannot be run
     */
    Encoding encodeQuery(String text, boolean tokens);

    /**
     * Encodes passages in batches of similar length, so that padding costs little.
     *
     * @param texts passages without any model prefix
     * @param tokens whether the token vectors of the same pass are wanted too
     * @return one encoding per text, in the order given
     * @throws ModelException when the model cannot be run
     */
    List<Encoding> encodePassages(List<String> texts, boolean tokens);

    /** The number of model tokens in the text, without special tokens, prefix or truncation; 0 for an empty text. */
    int countTokens(String text);

    /** How this encoder's token vectors are made short enough to be kept, or empty where nobody has learnt that. */
    default Optional<TokenProjection> projection() {
        return Optional.empty();
    }

    /** Waits for running calls, then releases the native memory. A closed encoder throws {@link ModelException}. */
    @Override
    void close();
}
