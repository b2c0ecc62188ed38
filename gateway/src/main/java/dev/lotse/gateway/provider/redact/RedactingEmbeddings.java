package dev.lotse.gateway.provider.redact;

import dev.lotse.gateway.privacy.PersonalDataFinder;
import dev.lotse.gateway.privacy.Redaction;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.EmbeddingProvider;
import dev.lotse.gateway.provider.Result;

/** Asks a provider for vectors without the personal data in the texts. The same text always has the same vector. Thread-safe. */
public final class RedactingEmbeddings implements EmbeddingProvider {
    private final EmbeddingProvider provider;
    private final PersonalDataFinder finder;

    public RedactingEmbeddings(EmbeddingProvider provider, PersonalDataFinder finder) {
        this.provider = provider;
        this.finder = finder;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Result<Embeddings> embed(String model, EmbeddingRequest request, CallLimits limits) {
        // One redaction per text: numbering placeholders over all would make a vector depend on its neighbours.
        var texts = request.texts().stream()
                .map(text -> new Redaction(finder).redact(text))
                .toList();
        return provider.embed(model, new EmbeddingRequest(texts, request.purpose(), request.dimensions()), limits);
    }
}
