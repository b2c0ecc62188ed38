package dev.lotse.gateway.provider.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.budget.BudgetConfig;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import dev.lotse.gateway.provider.budget.Budgets;
import dev.lotse.gateway.provider.budget.Budgets.Reserved;
import dev.lotse.gateway.provider.budget.InMemoryBudgetLedger;
import dev.lotse.gateway.provider.testing.ManualTime;
import dev.lotse.gateway.provider.testing.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FencedStreamTest {
    private static final ProviderError CUT = new ProviderError.Cut("x");
    private final ManualTime time = new ManualTime();
    private final Transcript transcript = new Transcript();
    private final FencedStream stream = new FencedStream(transcript, time);

    @Test
    void refusesPiecesOfAnAttemptThatFailed() {
        var fence = stream.fence(admission(1), () -> {});
        assertThat(fence.accept(delta(1))).isTrue();
        fence.fail(CUT);
        assertThat(fence.accept(delta(1))).isFalse();
        assertThat(transcript.text()).isEmpty();
        assertThat(transcript.resets()).isEqualTo(1);
    }

    @Test
    void sendsNoResetWhereNothingWasDelivered() {
        stream.fence(admission(1), () -> {}).fail(CUT);
        assertThat(transcript.events()).isEmpty();
    }

    @Test
    void beginsAnAnswerWithoutAPieceWhenItIsComplete() {
        assertThat(stream.fence(admission(1), () -> {}).complete()).isTrue();
        assertThat(transcript.events()).containsExactly(new StreamEvent.Begin(1, "p1", "m"));
    }

    @Test
    void tellsWhetherACompleteAttemptWasTheFirst() {
        var first = stream.fence(admission(1), () -> {});
        var second = stream.fence(admission(2), () -> {});
        first.accept(delta(1));
        assertThat(second.accept(delta(2))).isFalse();
        assertThat(second.complete()).isFalse();
        assertThat(first.complete()).isTrue();
        assertThat(transcript.text()).isEqualTo("<1>");
    }

    @Test
    void stopsEveryoneWhenTheCallerIsGone() {
        var gone = new FencedStream(event -> false, time);
        var fence = gone.fence(admission(1), () -> {});
        assertThat(fence.accept(delta(1))).isFalse();
        assertThat(gone.callerGone()).isTrue();
        assertThat(gone.fence(admission(2), () -> {}).accept(delta(2))).isFalse();
    }

    /** Whatever attempts do in whatever order, the transcript complains about mixing, and shows one attempt's text only. */
    @Property(tries = 2000)
    void neverMixesAttempts(@ForAll @Size(max = 60) List<@IntRange(max = 29) Integer> actions) {
        var caller = new Transcript();
        var fenced = new FencedStream(caller, time);
        var fences = new ArrayList<FencedStream.Fence>();
        for (int i = 0; i < 5; i++) {
            fences.add(fenced.fence(admission(i), () -> {}));
        }
        for (int action : actions) {
            int attempt = action % 5;
            switch (action / 5) {
                case 0 -> fences.get(attempt).fail(CUT);
                case 1 -> {
                    if (action % 2 == 0) {
                        fences.get(attempt).complete();
                    }
                }
                default -> fences.get(attempt).accept(delta(attempt));
            }
            assertThat(caller.text()
                            .chars()
                            .filter(Character::isDigit)
                            .distinct()
                            .count())
                    .isLessThanOrEqualTo(1);
        }
    }

    @RepeatedTest(20)
    void neverMixesAttemptsOfManyThreads() throws Exception {
        var go = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            int attempt = i;
            var fence = stream.fence(admission(attempt), () -> {});
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int n = 0; n < 50; n++) {
                    fence.accept(delta(attempt));
                    if (ThreadLocalRandom.current().nextInt(20) == 0) {
                        fence.fail(CUT);
                    }
                }
            }));
        }
        go.countDown();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(transcript
                        .text()
                        .chars()
                        .filter(Character::isDigit)
                        .distinct()
                        .count())
                .isLessThanOrEqualTo(1);
    }

    private static ChatEvent delta(int attempt) {
        return new ChatEvent.Delta("<" + attempt + ">");
    }

    private Admission<String> admission(int number) {
        var budgets =
                new Budgets(BudgetConfig.unlimited(ZoneOffset.UTC), new InMemoryBudgetLedger(), () -> Instant.EPOCH);
        var limits = new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        var target = new Target<>(
                "t" + number,
                "port",
                "p" + number,
                "m",
                Target.Traits.free(1000),
                limits,
                new Guard(BreakerConfig.DEFAULT, RetryConfig.DEFAULT, 1, time));
        return new Admission<>(
                number, 0, target, limits, (Reserved) budgets.reserve("", "", Amount.ZERO), time.nanos());
    }
}
