package dev.lotse.ranking.fusion;

import java.util.List;

/**
 * One retriever's candidates.
 *
 * @param weight what the list counts, 0 or more
 * @param minimum the lowest score that its retriever can give, such as 0 for BM25 and -1 for a cosine
 * @param entries by falling score, each key once
 */
public record RankedList<K>(double weight, double minimum, List<ScoredKey<K>> entries) {
    public RankedList {
        entries = List.copyOf(entries);
    }
}
