package dev.lotse.gateway.provider;

import java.util.List;

/** A place that turns texts into vectors. Thread-safe; calls block. */
public interface EmbeddingProvider {

    /** The operator's name for it. */
    String name();

    /**
     * Embeds texts, one vector each in the order given. Failures are results, not exceptions.
     *
     * @param model the provider's own name of the model
     */
    Result<Embeddings> embed(String model, EmbeddingRequest request, CallLimits limits);

    /** What a text is for; most models embed queries and passages differently. */
    enum Purpose {
        QUERY,
        PASSAGE
    }

    /**
     * @param texts 1 to 2,048 texts
     * @param dimensions shorten vectors to this length where the model can, or 0 for its own
     */
    record EmbeddingRequest(List<String> texts, Purpose purpose, int dimensions) {
        public EmbeddingRequest {
            texts = List.copyOf(texts);
        }

        /** Characters of all texts; the base of token estimates. */
        public long characters() {
            return texts.stream().mapToLong(String::length).sum();
        }
    }

    /** @param vectors one per text, all of the same length */
    record Embeddings(List<float[]> vectors) {
        public Embeddings {
            vectors = List.copyOf(vectors);
        }
    }
}
