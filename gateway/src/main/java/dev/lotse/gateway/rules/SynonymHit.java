package dev.lotse.gateway.rules;

import java.util.List;

/**
 * A term of a synonym in a query.
 *
 * @param start first UTF-16 code unit of the term in the query
 * @param end one past its last code unit
 * @param others what may stand there too, or instead
 * @param weight see {@link Synonym#weight()}
 * @param id of the synonym
 */
public record SynonymHit(int start, int end, List<String> others, float weight, String id) {}
