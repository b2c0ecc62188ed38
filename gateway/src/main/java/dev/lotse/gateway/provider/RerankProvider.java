package dev.lotse.gateway.provider;

import java.util.List;

/** A place that scores documents against a query. Thread-safe; calls block. */
public interface RerankProvider {

    /** The operator's name for it. */
    String name();

    /**
     * Scores documents. Failures are results, not exceptions.
     *
     * @param model the provider's own name of the model
     */
    Result<Ranking> rerank(String model, RerankRequest request, CallLimits limits);

    /**
     * @param documents 1 to 1,000 texts
     * @param topN how many of the best are wanted, 1 to the number of documents
     */
    record RerankRequest(String query, List<String> documents, int topN) {
        public RerankRequest {
            documents = List.copyOf(documents);
            if (documents.isEmpty()) {
                throw new IllegalArgumentException("documents is empty; at least one document is needed");
            }
            if (topN < 1 || topN > documents.size()) {
                throw new IllegalArgumentException(
                        "top_n is " + topN + "; allowed are 1 to " + documents.size() + ", the number of documents");
            }
        }

        /** Characters that the model reads: the query once per document. */
        public long characters() {
            return (long) query.length() * documents.size()
                    + documents.stream().mapToLong(String::length).sum();
        }
    }

    /** @param scores best first, {@code topN} of them */
    record Ranking(List<Score> scores) {
        public Ranking {
            scores = List.copyOf(scores);
        }
    }

    /**
     * @param index position of the document in the request
     * @param relevance comparable within one ranking only; higher is better
     */
    record Score(int index, double relevance) {}
}
