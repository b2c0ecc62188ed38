package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.chain.ChainOutcome.Cause;
import dev.lotse.gateway.provider.chain.ChainOutcome.Unserved;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why nobody answered, said in a way that helps the caller: what is wrong with the request comes before what is wrong with
 * providers.
 *
 * @param cancelled whether the caller went away
 * @param late whether the deadline passed
 * @param lastError of the last call, or null where none was made
 * @param errorKinds of all calls
 * @param reasons of all targets that were left out
 * @param budgetRenewedIn when a spent budget begins anew, or null
 * @param retryIn when a target may be ready again, or null
 */
record Verdict(
        boolean cancelled,
        boolean late,
        @Nullable ProviderError lastError,
        Set<String> errorKinds,
        Set<Attempt.Reason> reasons,
        @Nullable Duration budgetRenewedIn,
        @Nullable Duration retryIn) {

    private static final Set<Attempt.Reason> INCAPABLE = Set.of(Attempt.Reason.CAPABILITY, Attempt.Reason.LANGUAGE);
    private static final Set<Attempt.Reason> BY_REQUEST =
            Set.of(Attempt.Reason.CAPABILITY, Attempt.Reason.LANGUAGE, Attempt.Reason.CONTEXT);
    private static final Set<Attempt.Reason> BY_MONEY = Set.of(
            Attempt.Reason.CAPABILITY,
            Attempt.Reason.LANGUAGE,
            Attempt.Reason.CONTEXT,
            Attempt.Reason.BUDGET,
            Attempt.Reason.COST_CEILING);

    <R> Unserved<R> of(List<Attempt> attempts) {
        if (cancelled) {
            return new Unserved<>(Cause.CANCELLED, "The caller went away.", null, attempts);
        }
        if (lastError instanceof ProviderError.BadRequest bad) {
            return new Unserved<>(Cause.BAD_REQUEST, bad.detail(), null, attempts);
        }
        if (late) {
            return new Unserved<>(Cause.TIMEOUT, "No model answered in time.", null, attempts);
        }
        if (errorKinds.isEmpty() && INCAPABLE.containsAll(reasons)) {
            return new Unserved<>(Cause.NOT_CAPABLE, "No model here can do what is asked.", null, attempts);
        }
        if (BY_REQUEST.containsAll(reasons) && Set.of("context_too_long").containsAll(errorKinds)) {
            return new Unserved<>(Cause.TOO_LONG, "The messages are longer than any model here reads.", null, attempts);
        }
        if (BY_REQUEST.containsAll(reasons)
                && Set.of("context_too_long", "content_filter").containsAll(errorKinds)) {
            return new Unserved<>(Cause.FILTERED, "The models here withhold an answer to this.", null, attempts);
        }
        if (errorKinds.isEmpty() && BY_MONEY.containsAll(reasons)) {
            return budgetRenewedIn == null
                    ? new Unserved<>(Cause.BUDGET, "The answer would cost more than is allowed.", null, attempts)
                    : new Unserved<>(Cause.BUDGET, "The budget of the day is spent.", budgetRenewedIn, attempts);
        }
        return new Unserved<>(Cause.UNAVAILABLE, "No model is available now.", retryIn, attempts);
    }
}
