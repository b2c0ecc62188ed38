package dev.lotse.gateway.rerank;

import dev.lotse.ranking.rerank.Candidates;

/** Chooses the model that may reorder the results of a search. Thread-safe. */
public interface Reranker {

    /**
     * The choice for a search.
     *
     * @param site the site searched
     * @param lang BCP 47 primary subtag of the query
     * @param encoder {@code id@version} of the index's encoder
     */
    Choice choose(String site, String lang, String encoder);

    /** Changes whenever the choices for the site may; cheap. */
    default String fingerprint(String site) {
        return "";
    }

    /** No reranking. */
    static Reranker off(String reason) {
        return (site, lang, encoder) -> new Choice.Skip(reason);
    }

    /** What is to be done. */
    sealed interface Choice {

        /**
         * Reorder.
         *
         * @param version of the model, as responses name it
         * @param depth how many candidates, 2 to 200
         */
        record Use(String version, int depth, Scorer scorer) implements Choice {}

        /**
         * Reorder by the texts of the candidates.
         *
         * @param version of the model, as responses name it
         * @param depth how many candidates, 2 to 200
         */
        record Texts(String version, int depth, TextScorer scorer) implements Choice {}

        /** Leave the order as it is, because that is better, or wanted. */
        record Skip(String reason) implements Choice {}

        /** It is wanted, but the model cannot be used; {@code reason} is fit for an operator. */
        record Broken(String reason) implements Choice {}
    }

    /** A model. Thread-safe. */
    @FunctionalInterface
    interface Scorer {
        /**
         * A score for each candidate, higher is better; perhaps not finite.
         *
         * @throws dev.lotse.models.ModelException when the model cannot be run
         */
        float[] score(Candidates candidates);
    }
}
