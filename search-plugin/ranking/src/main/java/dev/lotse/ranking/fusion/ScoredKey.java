package dev.lotse.ranking.fusion;

/** A candidate with its retriever's score. NaN is not allowed. */
public record ScoredKey<K>(K key, float score) {
    public ScoredKey {
        if (Float.isNaN(score)) {
            throw new IllegalArgumentException("the score of " + key + " is NaN");
        }
    }
}
