package dev.lotse.gateway.answer;

import org.jspecify.annotations.Nullable;

/**
 * A sentence, list item or table row of a page, with what one has to have read to understand it.
 *
 * @param page index of its page
 * @param position place in the page, from 0
 * @param text verbatim
 * @param header the head of its table, or null outside of tables
 * @param own its terms
 * @param near terms of the head of its table, of the heading above it and of the sentence that introduces it
 * @param far terms of the page's title and the outer headings
 * @param similarity cosine of the question and the passage it stands in, or 0 where it is unknown
 */
record Sentence(
        int page,
        int position,
        String text,
        @Nullable String header,
        Terms own,
        Terms near,
        Terms far,
        double similarity) {}
