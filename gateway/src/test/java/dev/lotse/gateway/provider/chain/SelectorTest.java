package dev.lotse.gateway.provider.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.chain.ChainConfig.Step;
import dev.lotse.gateway.provider.chain.ChainConfig.Strategy;
import dev.lotse.gateway.provider.testing.ManualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectorTest {
    private final ManualTime time = new ManualTime();
    private final Chains chains = new Chains(time, time);

    @Test
    void sharesRequestsInProportionToTheWeights() {
        var selector = selector(new Step("a", 95), new Step("b", 5));
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < 10_000; i++) {
            counts.merge(first(selector, chains.context()), 1, Integer::sum);
        }
        assertThat(counts.getOrDefault("b", 0) / 10_000.0).isCloseTo(0.05, within(0.01));
    }

    @Test
    void sharesConversationsInProportionToTheWeightsAndKeepsEach() {
        var selector = selector(new Step("a", 3), new Step("b", 1));
        int second = 0;
        for (int i = 0; i < 10_000; i++) {
            var context = chains.conversation("conversation-" + i);
            var target = first(selector, context);
            assertThat(first(selector, context)).isEqualTo(target);
            second += target.equals("b") ? 1 : 0;
        }
        assertThat(second / 10_000.0).isCloseTo(0.25, within(0.02));
    }

    @Test
    void movesOnlyTheConversationsOfATargetThatLeaves() {
        var all = selector(new Step("a", 1), new Step("b", 1), new Step("c", 1));
        var without = selector(new Step("a", 1), new Step("b", 1));
        for (int i = 0; i < 500; i++) {
            var context = chains.conversation("conversation-" + i);
            var before = first(all, context);
            if (!before.equals("c")) {
                assertThat(first(without, context)).isEqualTo(before);
            }
        }
    }

    @Test
    void asksATargetOfWeightZeroAfterAllOthers() {
        var selector = selector(new Step("spare", 0), new Step("a", 1), new Step("b", 100));
        for (int i = 0; i < 200; i++) {
            assertThat(selector.select(chains.context(), Demand.reading(0))
                            .eligible()
                            .getLast()
                            .id())
                    .isEqualTo("spare");
        }
    }

    @Test
    void drawsTheSameForAConversationOnEveryGateway() {
        // Pinned: a changed hash would send every conversation elsewhere during a rolling update.
        var selector = selector(new Step("a", 1), new Step("b", 1), new Step("c", 1));
        var order = IntStream.range(0, 12)
                .mapToObj(i -> first(selector, chains.conversation("c" + i)))
                .toList();
        assertThat(order).isEqualTo(List.of("b", "b", "c", "a", "b", "a", "c", "c", "c", "a", "a", "a"));
    }

    private String first(Selector<String> selector, CallContext context) {
        return selector.select(context, Demand.reading(0)).eligible().getFirst().id();
    }

    private Selector<String> selector(Step... steps) {
        var base = ChainConfig.ordered("chain", List.of("x"));
        var config = new ChainConfig(
                "chain", Strategy.WEIGHTED, List.of(steps), null, 1, null, 0, base.stickyFor(), base.queueFor());
        var targets = List.of(steps).stream().map(step -> target(step.target())).toList();
        return new Selector<>(config, targets, new Stickiness(Duration.ZERO, time), new SplittableRandom(1));
    }

    private Target<String> target(String id) {
        var limits = new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        return new Target<>(
                id,
                "port",
                id,
                "m",
                Target.Traits.free(1000),
                limits,
                new Guard(BreakerConfig.DEFAULT, RetryConfig.DEFAULT, 1, time));
    }
}
