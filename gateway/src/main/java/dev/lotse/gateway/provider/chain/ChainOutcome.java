package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a request to a chain ended. */
public sealed interface ChainOutcome<R> {

    /** Everything that was tried, in order. */
    List<Attempt> attempts();

    /** Calls that were made. */
    default int calls() {
        return (int) attempts().stream().filter(Attempt::called).count();
    }

    /** The cost of all attempts, those that failed included. */
    default Money cost() {
        return attempts().stream().map(Attempt::cost).reduce(Money.ZERO, Money::plus);
    }

    /**
     * A target answered.
     *
     * @param provider the operator's name of the provider
     * @param model the model as the provider reports it
     * @param usage of the attempt that answered
     */
    record Served<R>(R value, String provider, String model, Usage usage, List<Attempt> attempts)
            implements ChainOutcome<R> {
        public Served {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * No target answered.
     *
     * @param detail one sentence that may be shown to whoever holds the key
     * @param retryAfter when it makes sense to try again, or null
     */
    record Unserved<R>(Cause cause, String detail, @Nullable Duration retryAfter, List<Attempt> attempts)
            implements ChainOutcome<R> {
        public Unserved {
            attempts = List.copyOf(attempts);
        }
    }

    /** Why no target answered. */
    enum Cause {
        /** The request is wrong whoever is asked. */
        BAD_REQUEST,
        /** No target can do what is asked. */
        NOT_CAPABLE,
        /** The prompt is too long for every target. */
        TOO_LONG,
        /** Every target that would answer withheld the answer for its content. */
        FILTERED,
        /** The day's budget is spent, or the request would cost more than allowed. */
        BUDGET,
        /** The deadline passed. */
        TIMEOUT,
        /** Every target failed or is left alone for a while. */
        UNAVAILABLE,
        /** The caller went away. */
        CANCELLED
    }
}
