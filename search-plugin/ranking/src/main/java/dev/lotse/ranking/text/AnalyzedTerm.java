package dev.lotse.ranking.text;

/**
 * A term as the analyser made it.
 *
 * @param text the indexed form
 * @param position token position, from 0; gaps are where stop words stood
 * @param start first UTF-16 code unit in the text
 * @param end one past its last code unit
 */
public record AnalyzedTerm(String text, int position, int start, int end) {}
