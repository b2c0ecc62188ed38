package dev.lotse.gateway.answer;

import dev.lotse.gateway.retrieval.Page;

/**
 * A page that an answer may cite.
 *
 * @param number what citations call it, from 1
 * @param page the page, without its content
 * @param text the sentences of it that were used, or the passage that fits the question best
 */
public record Source(int number, Page page, String text) {}
