package dev.lotse.ranking.text;

import java.util.List;
import java.util.Map;

/**
 * The lexical half of a query, complete in itself: whoever has it can build the same Lucene query.
 *
 * @param text the visitor's words
 * @param language how they are analysed, and which language's fields are searched
 * @param fields field name without language suffix, with its weight
 * @param expansions alternatives for parts of the text
 * @param tieBreaker 0…1: how much a word's weaker fields add to its best one (0 = best field only, 1 = sum)
 * @param minimumShouldMatch 0…1: the share of the words that a page must have
 * @param proximity 0 or more: weight of the words standing close together
 */
public record TextQuery(
        String text,
        TextLanguage language,
        Map<String, Float> fields,
        List<Expansion> expansions,
        float tieBreaker,
        float minimumShouldMatch,
        float proximity) {
    public TextQuery {
        fields = Map.copyOf(fields);
        expansions = List.copyOf(expansions);
    }
}
