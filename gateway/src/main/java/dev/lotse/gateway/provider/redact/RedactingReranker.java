package dev.lotse.gateway.provider.redact;

import dev.lotse.gateway.privacy.PersonalDataFinder;
import dev.lotse.gateway.privacy.Redaction;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.RerankProvider;
import dev.lotse.gateway.provider.Result;

/**
 * Asks a provider for a ranking without the personal data in query and documents. Both share their placeholders, so that a
 * document which names the same person as the query still does. Thread-safe.
 */
public final class RedactingReranker implements RerankProvider {
    private final RerankProvider provider;
    private final PersonalDataFinder finder;

    public RedactingReranker(RerankProvider provider, PersonalDataFinder finder) {
        this.provider = provider;
        this.finder = finder;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Result<Ranking> rerank(String model, RerankRequest request, CallLimits limits) {
        var redaction = new Redaction(finder);
        var query = redaction.redact(request.query());
        var documents = request.documents().stream().map(redaction::redact).toList();
        return provider.rerank(model, new RerankRequest(query, documents, request.topN()), limits);
    }
}
