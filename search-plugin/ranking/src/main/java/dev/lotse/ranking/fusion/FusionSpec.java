package dev.lotse.ranking.fusion;

/**
 * How the lexical and the dense list of one query are combined.
 *
 * @param method convex combination or reciprocal rank fusion
 * @param lexicalWeight weight of the lexical list, 0…1
 * @param denseWeight weight of the dense list, 0…1
 * @param window how many candidates of each list take part, 10…1000; it does not depend on the page asked for
 * @param rankConstant the k of RRF, at least 1; unused by CONVEX
 */
public record FusionSpec(FusionMethod method, float lexicalWeight, float denseWeight, int window, int rankConstant) {
    public FusionSpec {
        requireWeight("lexicalWeight", lexicalWeight);
        requireWeight("denseWeight", denseWeight);
        if (window < 10 || window > 1000) {
            throw new IllegalArgumentException("window is " + window + "; allowed is 10 to 1000");
        }
        if (rankConstant < 1) {
            throw new IllegalArgumentException("rankConstant is " + rankConstant + "; allowed is 1 or more");
        }
    }

    private static void requireWeight(String name, float value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed is 0 to 1");
        }
    }
}
