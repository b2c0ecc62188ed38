package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Result;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that answer at once, such as embeddings and reranking, across several targets. Thread-safe; calls block.
 *
 * @param <P> the port of the targets
 */
public final class UnaryChain<P> {
    private static final Logger LOG = LoggerFactory.getLogger(UnaryChain.class);

    private final ChainConfig config;
    private final Selector<P> selector;
    private final ChainParts parts;

    /** @param targets one for each step of the configuration, in its order */
    public UnaryChain(ChainConfig config, List<Target<P>> targets, ChainParts parts) {
        this.config = config;
        this.selector =
                new Selector<>(config, targets, new Stickiness(config.stickyFor(), parts.clock()), parts.random());
        this.parts = parts;
    }

    /** What clients name as the model. */
    public String name() {
        return config.name();
    }

    /**
     * Asks the targets until one has answered.
     *
     * @param characters length of all that the model reads, for estimates of tokens and cost
     */
    public <R> ChainOutcome<R> ask(Call<P, R> call, long characters, CallContext context) {
        var demand = Demand.reading(characters);
        var journey = new Journey<>(config, context, demand, selector.select(context, demand), parts);
        try {
            while (true) {
                var admission = journey.next();
                if (admission == null) {
                    return journey.unserved(false);
                }
                var target = admission.target();
                var result = run(call, admission);
                journey.ended(admission, result, target.model(), null, false);
                if (result instanceof Result.Ok<R> ok) {
                    return new ChainOutcome.Served<>(
                            ok.value(), target.providerName(), target.model(), ok.usage(), journey.attempts());
                }
                if (Thread.currentThread().isInterrupted()) {
                    return journey.unserved(true);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return journey.unserved(true);
        }
    }

    private <R> Result<R> run(Call<P, R> call, Admission<P> admission) {
        var target = admission.target();
        try {
            return call.make(target.provider(), target.model(), admission.limits());
        } catch (RuntimeException e) {
            // A defect of an adapter must not take the request down while another target could answer.
            LOG.error("The adapter of provider {} failed", target.providerName(), e);
            return new Result.Failed<>(new ProviderError.Malformed("the adapter failed"));
        }
    }

    /** One call to one target. */
    @FunctionalInterface
    public interface Call<P, R> {
        Result<R> make(P provider, String model, CallLimits limits);
    }
}
