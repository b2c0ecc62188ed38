package dev.lotse.gateway.answer;

import org.jspecify.annotations.Nullable;

/**
 * A validated question.
 *
 * @param site the site asked
 * @param question what the visitor typed, normalised, 1 to 512 UTF-16 units
 * @param lang BCP 47 tag of the question, or null to detect it
 * @param vector its meaning where {@link AnswerService#meaning} told it, or null
 */
public record AnswerRequest(
        String site, String question, @Nullable String lang, float @Nullable [] vector) {

    /** A question whose meaning is not known yet. */
    public AnswerRequest(String site, String question, @Nullable String lang) {
        this(site, question, lang, null);
    }

    /** The same with its meaning. */
    public AnswerRequest with(float @Nullable [] meaning) {
        return new AnswerRequest(site, question, lang, meaning);
    }
}
