package dev.lotse.gateway.provider;

/**
 * Model tokens that a call used.
 *
 * @param input tokens read at the full price, without the cached ones
 * @param cachedInput tokens read from the provider's prompt cache
 * @param cacheWrite tokens written to the provider's prompt cache
 * @param output tokens written, reasoning included
 * @param estimated whether they were estimated from the texts' length because the provider did not say
 */
public record Usage(long input, long cachedInput, long cacheWrite, long output, boolean estimated) {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, false);

    /** Characters per token that estimates assume; German and English prose have between 3 and 5. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    public Usage {
        if (input < 0 || cachedInput < 0 || cacheWrite < 0 || output < 0) {
            throw new IllegalArgumentException("token counts are negative: input " + input + ", cachedInput "
                    + cachedInput + ", cacheWrite " + cacheWrite + ", output " + output);
        }
    }

    /** An estimate from the lengths of prompt and answer. */
    public static Usage estimate(long promptCharacters, long answerCharacters) {
        return new Usage(tokens(promptCharacters), 0, 0, tokens(answerCharacters), true);
    }

    /** The tokens that a text of this length is taken for. */
    public static long tokens(long characters) {
        return Math.ceilDiv(characters, CHARACTERS_PER_TOKEN);
    }

    /** All tokens, however they are priced. */
    public long total() {
        return input + cachedInput + cacheWrite + output;
    }

    /** All tokens read. */
    public long prompt() {
        return input + cachedInput + cacheWrite;
    }

    /** The sum of both. */
    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                cachedInput + other.cachedInput,
                cacheWrite + other.cacheWrite,
                output + other.output,
                estimated || other.estimated);
    }
}
