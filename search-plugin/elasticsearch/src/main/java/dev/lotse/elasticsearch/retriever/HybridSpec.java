package dev.lotse.elasticsearch.retriever;

import dev.lotse.ranking.fusion.Fusion;
import dev.lotse.ranking.fusion.FusionMethod;
import java.util.List;

/**
 * How {@code lotse_hybrid} fuses.
 *
 * @param method convex combination or reciprocal rank fusion
 * @param normalisation of convex
 * @param window how many documents of each inner retriever take part, 1 to 10,000
 * @param rankConstant the k of RRF, at least 1
 * @param tail whether documents of the first retriever beyond the window follow below the fused ones, in their order; then
 *     all scores are raised by 1, so that those of the tail can lie between 0 and 1
 * @param inputs one per inner retriever, in their order
 */
record HybridSpec(
        FusionMethod method,
        Fusion.Normalisation normalisation,
        int window,
        int rankConstant,
        boolean tail,
        List<Input> inputs) {

    /**
     * One inner retriever.
     *
     * @param name what explanations call it
     * @param weight 0 or more
     * @param minimum the lowest score that it can give, for {@link Fusion.Normalisation#THEORETICAL_MIN}
     */
    record Input(String name, float weight, float minimum) {
        Input {
            if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weight of '" + name + "' is " + weight + "; allowed is 0 or more");
            }
        }
    }

    HybridSpec {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty() || inputs.size() > 16) {
            throw new IllegalArgumentException("there are " + inputs.size() + " retrievers; allowed are 1 to 16");
        }
        if (window < 1 || window > 10_000) {
            throw new IllegalArgumentException("window is " + window + "; allowed is 1 to 10000");
        }
        if (rankConstant < 1) {
            throw new IllegalArgumentException("rank_constant is " + rankConstant + "; allowed is 1 or more");
        }
    }
}
