package dev.lotse.ranking.late;

/**
 * The token vectors of a query.
 *
 * @param space encoder and projection that made them; only passages of the same space can be compared
 * @param ids the vocabulary id of each token; may be empty
 * @param rows unit vectors, one after the other
 * @param dimension length of a vector
 */
public record QueryTokens(String space, int[] ids, float[] rows, int dimension) {
    public QueryTokens {
        if (rows.length != ids.length * dimension) {
            throw new IllegalArgumentException(
                    rows.length + " numbers are not " + ids.length + " vectors of " + dimension);
        }
    }

    /** Number of tokens. */
    public int count() {
        return ids.length;
    }
}
