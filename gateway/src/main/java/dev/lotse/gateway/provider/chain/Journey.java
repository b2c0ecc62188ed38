package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import dev.lotse.gateway.provider.budget.Budgets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through its targets: whom to ask next, and what came of it. Used by the thread of the request only.
 *
 * <p>Each target is asked in its turn, and again after a wait where its error may pass and the retry budget allows it. When all
 * have had their turn, those that are merely busy or paused are waited for, once, as long as the deadline allows.
 */
final class Journey<P> {
    /** Less time than this is not worth a call. */
    private static final Duration MIN_TIME = Duration.ofMillis(5);

    private final ChainConfig config;
    private final CallContext context;
    private final Demand demand;
    private final ChainParts parts;
    private final Deque<Target<P>> waiting = new ArrayDeque<>();
    private final Set<Target<P>> comeBack = new LinkedHashSet<>();
    private final List<Target<P>> later = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, Integer> callsByTarget = new HashMap<>();
    private final Set<Attempt.Reason> reasons = EnumSet.noneOf(Attempt.Reason.class);
    private final Set<String> errorKinds = new HashSet<>();
    private @Nullable Retry<P> retry;
    private @Nullable ProviderError lastError;
    private @Nullable Duration budgetRenewedIn;
    private boolean secondRound;
    private boolean stopped;
    private int considered;

    private record Retry<P>(Target<P> target, Duration delay) {}

    Journey(ChainConfig config, CallContext context, Demand demand, Selector.Selection<P> selection, ChainParts parts) {
        this.config = config;
        this.context = context;
        this.demand = demand;
        this.parts = parts;
        this.waiting.addAll(selection.eligible());
        selection.excluded().forEach(exclusion -> skip(exclusion.target(), exclusion.reason()));
    }

    /** The next call to make, waiting for it where that helps; null where there is none. */
    @Nullable
    Admission<P> next() throws InterruptedException {
        while (!stopped) {
            var retried = takeRetry();
            if (retried != null) {
                return retried;
            }
            if (waiting.isEmpty() && !startSecondRound()) {
                return null;
            }
            var admission = admit(waiting.removeFirst(), secondRound ? config.queueFor() : Duration.ZERO);
            if (admission != null) {
                return admission;
            }
        }
        return null;
    }

    /** The next call that can be made without waiting, for asking beside another; null where there is none. */
    @Nullable
    Admission<P> nextBeside(Target<P> running) throws InterruptedException {
        if (!running.guard().retries().tryWithdraw()) {
            return null;
        }
        while (!stopped && !waiting.isEmpty()) {
            var admission = admit(waiting.removeFirst(), Duration.ZERO);
            if (admission != null) {
                return admission;
            }
        }
        return null;
    }

    boolean hasOthers() {
        return !waiting.isEmpty();
    }

    /**
     * A call ended: settles guard, budget and accounts, and decides how to go on.
     *
     * @param delivered whether a part of its answer had reached the caller
     */
    void ended(
            Admission<P> admission,
            Result<?> result,
            String reportedModel,
            @Nullable Duration firstToken,
            boolean delivered) {
        var target = admission.target();
        var duration = Duration.ofNanos(parts.clock().nanos() - admission.startNanos());
        var usage = switch (result) {
            case Result.Ok<?> ok -> ok.usage();
            case Result.Failed<?> failed -> failed.usage();
        };
        var cost = target.traits().price().of(usage);
        admission.reserved().settle(target.traits().price().isFree() ? Amount.ZERO : new Amount(usage.total(), cost));
        var outcome = switch (result) {
            case Result.Ok<?> ignored -> {
                target.guard().succeeded();
                yield new Attempt.Answered();
            }
            case Result.Failed<?> failed -> {
                target.guard().failed(failed.error());
                react(admission, failed.error(), delivered);
                yield new Attempt.Failed(failed.error(), delivered);
            }
        };
        add(new Attempt(
                admission.number(),
                target.id(),
                target.providerName(),
                reportedModel,
                outcome,
                firstToken,
                duration,
                usage,
                cost));
    }

    private void react(Admission<P> admission, ProviderError error, boolean delivered) {
        lastError = error;
        errorKinds.add(error.kind());
        switch (error.reaction()) {
            // The loser of a race is cancelled too; whether the caller went away is for the chain to say.
            case STOP -> stopped = error instanceof ProviderError.BadRequest;
            case NEXT -> {}
            case RETRY -> planRetry(admission, error, delivered);
        }
    }

    private void planRetry(Admission<P> admission, ProviderError error, boolean delivered) {
        var target = admission.target();
        var config = target.guard().retry();
        later.add(target);
        if (admission.retry() >= config.maxRetries()) {
            return;
        }
        var delay = retryDelay(admission, error);
        // Where there are others, they are the better bet than one that broke off in mid-stream or wants a long wait.
        boolean others = hasOthers() || (!secondRound && !comeBack.isEmpty());
        boolean now = !others || (!delivered && delay.compareTo(config.maxRetryAfter()) <= 0);
        if (now && fits(delay) && target.guard().retries().tryWithdraw()) {
            retry = new Retry<>(target, delay);
        } else {
            comeBack.add(target);
        }
    }

    /** What the provider asks for, or else a random part of a range that doubles: full jitter. */
    private Duration retryDelay(Admission<P> admission, ProviderError error) {
        var asked = switch (error) {
            case ProviderError.RateLimited limited -> limited.retryAfter();
            case ProviderError.Overloaded overloaded -> overloaded.retryAfter();
            default -> null;
        };
        var paused = admission.target().guard().availableIn();
        if (asked != null || paused.isPositive()) {
            return asked != null && asked.compareTo(paused) > 0 ? asked : paused;
        }
        var config = admission.target().guard().retry();
        long range = config.base().toNanos();
        for (int i = 0; i < admission.retry() && range < config.cap().toNanos(); i++) {
            range *= 2;
        }
        range = Math.min(range, config.cap().toNanos());
        return Duration.ofNanos(range == 0 ? 0 : parts.random().nextLong(range + 1));
    }

    private @Nullable Admission<P> takeRetry() throws InterruptedException {
        var due = retry;
        if (due == null) {
            return null;
        }
        retry = null;
        if (due.delay().isPositive()) {
            parts.sleeper().sleep(due.delay());
        }
        return admit(due.target(), config.queueFor());
    }

    /** Once more those that may have recovered by now; waits for the first of them. */
    private boolean startSecondRound() throws InterruptedException {
        if (secondRound || comeBack.isEmpty()) {
            return false;
        }
        secondRound = true;
        var soonest = comeBack.stream()
                .map(target -> target.guard().availableIn())
                .min(Duration::compareTo)
                .orElseThrow();
        if (!fits(soonest)) {
            return false;
        }
        if (soonest.isPositive()) {
            parts.sleeper().sleep(soonest);
        }
        for (var target : comeBack) {
            if (target.guard().availableIn().isZero()
                    && (callsByTarget.getOrDefault(target.id(), 0) == 0
                            || target.guard().retries().tryWithdraw())) {
                waiting.add(target);
            }
        }
        return !waiting.isEmpty();
    }

    private @Nullable Admission<P> admit(Target<P> target, Duration patience) throws InterruptedException {
        var remaining = context.deadline().remaining();
        if (remaining.compareTo(MIN_TIME) < 0) {
            skip(target, Attempt.Reason.DEADLINE);
            stopped = true;
            return null;
        }
        var reserved = reserve(target);
        if (reserved == null) {
            skip(target, Attempt.Reason.BUDGET);
            return null;
        }
        var entry = target.guard().enter(min(patience, remaining.minus(MIN_TIME)));
        var reason = switch (entry) {
            case ENTERED -> null;
            case OPEN -> Attempt.Reason.BREAKER_OPEN;
            case PAUSED -> Attempt.Reason.RATE_LIMITED;
            case FULL -> Attempt.Reason.BUSY;
        };
        if (reason != null) {
            reserved.settle(Amount.ZERO);
            skip(target, reason);
            later.add(target);
            // An open breaker is not waited for: while a target is down, callers should hear so at once.
            if (!secondRound && reason != Attempt.Reason.BREAKER_OPEN) {
                comeBack.add(target);
            }
            return null;
        }
        int calls = callsByTarget.merge(target.id(), 1, Integer::sum);
        if (calls == 1) {
            target.guard().retries().deposit();
        }
        return new Admission<>(
                ++considered,
                calls - 1,
                target,
                limits(target.limits(), context.deadline().remaining()),
                reserved,
                parts.clock().nanos());
    }

    private Budgets.@Nullable Reserved reserve(Target<P> target) {
        var price = target.traits().price();
        var amount = price.isFree() ? Amount.ZERO : new Amount(demand.expected().total(), price.of(demand.expected()));
        if (price.isFree()) {
            // A free target draws on no account, so that it answers when every account is spent.
            return switch (parts.budgets().reserve("", "", amount)) {
                case Budgets.Reserved reserved -> reserved;
                case Budgets.Spent ignored -> null;
            };
        }
        return switch (parts.budgets().reserve(context.site(), context.key(), amount)) {
            case Budgets.Reserved reserved -> reserved;
            case Budgets.Spent spent -> {
                budgetRenewedIn = spent.renewedIn();
                yield null;
            }
        };
    }

    /** A target without a first token must leave time for those after it; one that answers may use it all. */
    private CallLimits limits(CallLimits own, Duration remaining) {
        var left = remaining.isPositive() ? remaining : Duration.ofNanos(1);
        var firstToken = waiting.isEmpty()
                ? left
                : Duration.ofNanos(Math.max(1, (long) (left.toNanos() * (1 - config.fallbackShare()))));
        return new CallLimits(
                min(own.firstToken(), firstToken), min(own.betweenTokens(), left), min(own.total(), left));
    }

    private void skip(Target<P> target, Attempt.Reason reason) {
        reasons.add(reason);
        add(new Attempt(
                ++considered,
                target.id(),
                target.providerName(),
                target.model(),
                new Attempt.Skipped(reason),
                null,
                Duration.ZERO,
                Usage.NONE,
                Money.ZERO));
    }

    private void add(Attempt attempt) {
        attempts.add(attempt);
        parts.observer().attempted(context, attempt);
    }

    private boolean fits(Duration delay) {
        return context.deadline().allows(delay.plus(MIN_TIME));
    }

    List<Attempt> attempts() {
        return attempts.stream()
                .sorted(Comparator.comparingInt(Attempt::number))
                .toList();
    }

    /** What to tell the caller when no target answered. */
    <R> ChainOutcome.Unserved<R> unserved(boolean cancelled) {
        var retryIn = later.stream()
                .map(target -> target.guard().availableIn())
                .min(Duration::compareTo)
                .orElse(null);
        boolean late = stopped ? !fits(Duration.ZERO) : context.deadline().expired();
        return new Verdict(cancelled, late, lastError, errorKinds, reasons, budgetRenewedIn, retryIn).of(attempts());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
