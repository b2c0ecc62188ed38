package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.deadline.Sleeper;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatProvider;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.Sampling;
import dev.lotse.gateway.provider.budget.BudgetConfig;
import dev.lotse.gateway.provider.budget.Budgets;
import dev.lotse.gateway.provider.budget.InMemoryBudgetLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Builds chains for tests, with defaults that a test changes by what it is about. */
final class Chains {
    static final CallLimits LIMITS =
            new CallLimits(Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(30));
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    final List<Target<ChatProvider>> targets = new ArrayList<>();
    final List<Attempt> observed = new ArrayList<>();
    private final NanoClock clock;
    private final Sleeper sleeper;
    RandomGenerator random = new SplittableRandom(7);
    Budgets budgets = new Budgets(BudgetConfig.unlimited(ZoneOffset.UTC), new InMemoryBudgetLedger(), () -> NOW);
    RetryConfig retry = RetryConfig.DEFAULT;
    BreakerConfig breaker = BreakerConfig.DEFAULT;
    int maxConcurrent = 16;

    Chains(NanoClock clock, Sleeper sleeper) {
        this.clock = clock;
        this.sleeper = sleeper;
    }

    Chains target(ChatProvider provider) {
        return target(provider, Target.Traits.free(100_000));
    }

    Chains target(ChatProvider provider, Target.Traits traits) {
        targets.add(new Target<>(
                provider.name() + "/m",
                provider,
                provider.name(),
                "m",
                traits,
                LIMITS,
                new Guard(breaker, retry, maxConcurrent, clock)));
        return this;
    }

    ChainConfig ordered() {
        return ChainConfig.ordered("chain", targets.stream().map(Target::id).toList());
    }

    ChatChain chain() {
        return chain(ordered());
    }

    ChatChain chain(ChainConfig config) {
        return new ChatChain(config, targets, parts());
    }

    ChainParts parts() {
        return new ChainParts(budgets, (context, attempt) -> observed.add(attempt), sleeper, random, clock);
    }

    CallContext context() {
        return context(Duration.ofSeconds(20));
    }

    CallContext context(Duration deadline) {
        return CallContext.of("r1", Deadline.in(deadline, clock));
    }

    CallContext conversation(String id) {
        return new CallContext("r1", "", "", id, null, null, Deadline.in(Duration.ofSeconds(20), clock));
    }

    CallContext paidBy(String site) {
        return new CallContext("r1", site, "k1", null, null, null, Deadline.in(Duration.ofSeconds(20), clock));
    }

    static ChatRequest request() {
        return ChatRequest.of(List.of(ChatMessage.user("Sag Hallo")), Sampling.defaults(), true);
    }

    static ChainConfig with(ChainConfig config, Duration hedgeAfter) {
        return new ChainConfig(
                config.name(),
                config.strategy(),
                config.steps(),
                config.costCeiling(),
                config.expectedOutputTokens(),
                hedgeAfter,
                config.fallbackShare(),
                config.stickyFor(),
                config.queueFor());
    }
}
