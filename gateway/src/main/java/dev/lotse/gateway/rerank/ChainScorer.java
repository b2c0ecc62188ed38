package dev.lotse.gateway.rerank;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.provider.RerankProvider;
import dev.lotse.gateway.provider.RerankProvider.Ranking;
import dev.lotse.gateway.provider.RerankProvider.RerankRequest;
import dev.lotse.gateway.provider.RerankProvider.Score;
import dev.lotse.gateway.provider.chain.Attempt;
import dev.lotse.gateway.provider.chain.CallContext;
import dev.lotse.gateway.provider.chain.ChainOutcome;
import dev.lotse.gateway.provider.chain.UnaryChain;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Rerankers of providers, one after the other until one answers or the time is up. The site's budget pays. Thread-safe. */
public final class ChainScorer implements TextScorer {
    private final UnaryChain<RerankProvider> chain;
    private final NanoClock clock;

    public ChainScorer(UnaryChain<RerankProvider> chain, NanoClock clock) {
        this.chain = chain;
        this.clock = clock;
    }

    @Override
    public Scored score(Query query, List<String> texts, Duration limit) {
        RerankRequest request = new RerankRequest(query.text(), texts, texts.size());
        CallContext context =
                new CallContext("search", query.site(), "", null, query.lang(), null, Deadline.in(limit, clock));
        ChainOutcome<Ranking> outcome = chain.ask(
                (provider, model, limits) -> provider.rerank(model, request, limits), request.characters(), context);
        return switch (outcome) {
            case ChainOutcome.Served<Ranking> served -> {
                double[] values = new double[texts.size()];
                for (Score score : served.value().scores()) {
                    values[score.index()] = score.relevance();
                }
                yield new Scored.Some(values);
            }
            case ChainOutcome.Unserved<Ranking> unserved ->
                new Scored.None("chain " + chain.name() + ": "
                        + unserved.attempts().stream().map(ChainScorer::told).collect(Collectors.joining(", ")));
        };
    }

    private static String told(Attempt attempt) {
        return attempt.target() + " " + attempt.outcome().wireName();
    }
}
