package dev.lotse.gateway.answer;

import org.jspecify.annotations.Nullable;

/**
 * A validated question.
 *
 * @param site the site asked
 * @param question what the visitor typed, normalised, 1 to 512 UTF-16 units
 * @param lang BCP 47 tag of the question, or null to detect it
 */
public record AnswerRequest(
        String site, String question, @Nullable String lang) {}
