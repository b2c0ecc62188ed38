package dev.lotse.gateway.provider.chain;

import static dev.lotse.gateway.provider.testing.FakeChat.breaksAfter;
import static dev.lotse.gateway.provider.testing.FakeChat.fails;
import static dev.lotse.gateway.provider.testing.FakeChat.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.provider.Capability;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.Sampling;
import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.Price;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.ProviderError.Phase;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.budget.BudgetConfig;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import dev.lotse.gateway.provider.budget.Budgets;
import dev.lotse.gateway.provider.budget.InMemoryBudgetLedger;
import dev.lotse.gateway.provider.chain.ChainOutcome.Cause;
import dev.lotse.gateway.provider.chain.ChainOutcome.Served;
import dev.lotse.gateway.provider.chain.ChainOutcome.Unserved;
import dev.lotse.gateway.provider.testing.FakeChat;
import dev.lotse.gateway.provider.testing.ManualTime;
import dev.lotse.gateway.provider.testing.Transcript;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChatChainTest {
    private static final ProviderError DOWN = new ProviderError.Overloaded(503, null);
    private static final ProviderError CUT = new ProviderError.Cut("the connection broke");

    private final ManualTime time = new ManualTime();
    private final Chains chains = new Chains(time, time);
    private final Transcript transcript = new Transcript();

    @Test
    void asksTheFirstTarget() {
        var second = new FakeChat("b", says("no"));
        var outcome = ask(new FakeChat("a", says("Hal", "lo")), second);
        assertThat(outcome).isInstanceOfSatisfying(Served.class, served -> {
            assertThat(served.provider()).isEqualTo("a");
            assertThat(served.model()).isEqualTo("reported");
        });
        assertThat(transcript.text()).isEqualTo("Hallo");
        assertThat(second.calls()).isEmpty();
    }

    @Test
    void triesAgainAfterARandomPartOfTheBase() {
        var first = new FakeChat("a", fails(DOWN), says("ok"));
        var outcome = ask(first, new FakeChat("b", says("no")));
        assertThat(served(outcome).provider()).isEqualTo("a");
        assertThat(time.sleeps()).hasSize(1);
        assertThat(time.sleeps().getFirst()).isBetween(Duration.ZERO, RetryConfig.DEFAULT.base());
    }

    @Test
    void goesToTheNextTargetWhenTheFirstStaysDown() {
        var outcome = ask(new FakeChat("a", fails(DOWN)), new FakeChat("b", says("ok")));
        assertThat(served(outcome).provider()).isEqualTo("b");
        assertThat(outcome.attempts().stream().map(a -> a.outcome().wireName()))
                .containsExactly("overloaded", "overloaded", "ok");
        assertThat(chains.observed).isEqualTo(outcome.attempts());
    }

    @Test
    void tellsTheCallerToDropWhatBrokeOff() {
        var outcome = ask(new FakeChat("a", breaksAfter("Die Antw", CUT)), new FakeChat("b", says("Neu")));
        assertThat(served(outcome).provider()).isEqualTo("b");
        assertThat(transcript.text()).isEqualTo("Neu");
        assertThat(transcript.events())
                .containsExactly(
                        new StreamEvent.Begin(1, "a", "m"),
                        new StreamEvent.Piece(new ChatEvent.Delta("Die Antw")),
                        new StreamEvent.Reset("cut"),
                        new StreamEvent.Begin(2, "b", "m"),
                        new StreamEvent.Piece(new ChatEvent.Delta("Neu")));
    }

    @Test
    void triesTheSameTargetAgainAfterABreakWhereThereIsNoOther() {
        var outcome = ask(new FakeChat("a", breaksAfter("Die", CUT), says("Neu")));
        assertThat(served(outcome).provider()).isEqualTo("a");
        assertThat(transcript.text()).isEqualTo("Neu");
    }

    @Test
    void comesBackToATargetThatBrokeOffWhenTheOthersFail() {
        var outcome = ask(
                new FakeChat("a", breaksAfter("Die", CUT), says("Neu")),
                new FakeChat("b", fails(new ProviderError.Unauthorized(401))));
        assertThat(served(outcome).provider()).isEqualTo("a");
        assertThat(transcript.text()).isEqualTo("Neu");
    }

    @Test
    void waitsOutAShortRetryAfter() {
        var outcome = ask(
                new FakeChat("a", fails(new ProviderError.RateLimited(Duration.ofMillis(200))), says("ok")),
                new FakeChat("b", says("no")));
        assertThat(served(outcome).provider()).isEqualTo("a");
        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(200));
    }

    @Test
    void doesNotWaitOutALongRetryAfterWhereAnotherCanAnswer() {
        var first = new FakeChat("a", fails(new ProviderError.RateLimited(Duration.ofSeconds(10))));
        var outcome = ask(first, new FakeChat("b", says("ok")));
        assertThat(served(outcome).provider()).isEqualTo("b");
        assertThat(time.sleeps()).isEmpty();
    }

    @Test
    void leavesARateLimitedTargetAloneUntilItsTimeIsOver() {
        var first = new FakeChat("a", fails(new ProviderError.RateLimited(Duration.ofSeconds(10))), says("back"));
        chains.target(first).target(new FakeChat("b", says("ok")));
        var chain = chains.chain();
        chain.chat(Chains.request(), chains.context(), new Transcript());
        var second = chain.chat(Chains.request(), chains.context(), new Transcript());
        assertThat(second.attempts().stream().map(a -> a.outcome().wireName()))
                .containsExactly("skipped_rate_limited", "ok");
        time.pass(Duration.ofSeconds(10));
        var third = chain.chat(Chains.request(), chains.context(), new Transcript());
        assertThat(served(third).provider()).isEqualTo("a");
    }

    @Test
    void waitsForALongRetryAfterWithinTheDeadlineWhereNobodyElseIsLeft() {
        var outcome = ask(
                new FakeChat("a", fails(new ProviderError.RateLimited(Duration.ofSeconds(8))), says("ok")),
                new FakeChat("b", fails(new ProviderError.RateLimited(Duration.ofSeconds(9)))));
        assertThat(served(outcome).provider()).isEqualTo("a");
        assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(8));
    }

    @Test
    void saysWhenToTryAgainWhereTheWaitIsTooLong() {
        var outcome = ask(new FakeChat("a", fails(new ProviderError.RateLimited(Duration.ofSeconds(60)))));
        assertThat(unserved(outcome).cause()).isEqualTo(Cause.UNAVAILABLE);
        assertThat(unserved(outcome).retryAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(time.sleeps()).isEmpty();
    }

    @Test
    void stopsAtARequestThatIsWrong() {
        var second = new FakeChat("b", says("no"));
        var outcome = ask(new FakeChat("a", fails(new ProviderError.BadRequest("messages[0] is odd"))), second);
        assertThat(unserved(outcome))
                .isEqualTo(new Unserved<>(Cause.BAD_REQUEST, "messages[0] is odd", null, outcome.attempts()));
        assertThat(second.calls()).isEmpty();
    }

    @Test
    void asksTheNextWhenTheContentIsFilteredOrTheKeyRefused() {
        var outcome = ask(
                new FakeChat("a", breaksAfter("Die", new ProviderError.ContentFiltered("x"))),
                new FakeChat("b", fails(new ProviderError.Unauthorized(401))),
                new FakeChat("c", fails(new ProviderError.TimedOut(Phase.FIRST_TOKEN, Duration.ofSeconds(1)))),
                new FakeChat("d", says("ok")));
        assertThat(served(outcome).provider()).isEqualTo("d");
        assertThat(outcome.calls()).isEqualTo(4);
        assertThat(transcript.text()).isEqualTo("ok");
    }

    @Test
    void survivesAnAdapterThatThrows() {
        var outcome = ask(
                new FakeChat("a", (limits, sink) -> {
                    sink.accept(new ChatEvent.Delta("x"));
                    throw new IllegalStateException("defect");
                }),
                new FakeChat("b", says("ok")));
        assertThat(served(outcome).provider()).isEqualTo("b");
        assertThat(transcript.text()).isEqualTo("ok");
    }

    @Test
    void leavesADownTargetAloneOnceItsBreakerOpens() {
        var first = new FakeChat("a", fails(new ProviderError.Unauthorized(401)));
        chains.target(first).target(new FakeChat("b", says("ok")));
        var chain = chains.chain();
        for (int i = 0; i < 5; i++) {
            assertThat(served(chain.chat(Chains.request(), chains.context(), new Transcript()))
                            .provider())
                    .isEqualTo("b");
        }
        assertThat(first.calls()).hasSize(1);
        time.pass(BreakerConfig.DEFAULT.openFor());
        chain.chat(Chains.request(), chains.context(), new Transcript());
        assertThat(first.calls()).hasSize(2);
    }

    @Test
    void boundsRetriesByTheBudget() {
        var down = new FakeChat("a", fails(DOWN));
        chains.breaker = new BreakerConfig(1000, 1000, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        chains.target(down).target(new FakeChat("b", says("ok")));
        var chain = chains.chain();
        for (int i = 0; i < 100; i++) {
            chain.chat(Chains.request(), chains.context(), new Transcript());
        }
        // 100 first calls, 10 saved up, and a fifth of the requests
        assertThat(down.calls()).hasSizeBetween(128, 130);
    }

    @Test
    void leavesTimeForThoseAfterATargetThatDoesNotBegin() {
        var first = new FakeChat("a", fails(new ProviderError.Unauthorized(401)));
        var second = new FakeChat("b", says("ok"));
        chains.target(first).target(second);
        chains.chain().chat(Chains.request(), chains.context(Duration.ofSeconds(4)), transcript);
        assertThat(first.calls().getFirst().firstToken()).isEqualTo(Duration.ofMillis(2800));
        assertThat(first.calls().getFirst().total()).isEqualTo(Duration.ofSeconds(4));
        assertThat(second.calls().getFirst().firstToken()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void stopsWhenTheDeadlineHasPassed() {
        var second = new FakeChat("b", says("no"));
        var outcome = ask(
                new FakeChat("a", (limits, sink) -> {
                    time.pass(Duration.ofSeconds(20));
                    return new Result.Failed<>(new ProviderError.TimedOut(Phase.TOTAL, limits.total()));
                }),
                second);
        assertThat(unserved(outcome).cause()).isEqualTo(Cause.TIMEOUT);
        assertThat(second.calls()).isEmpty();
    }

    @Test
    void leavesOutTargetsThatCannotServeTheRequest() {
        var free = Target.Traits.free(100_000);
        chains.target(new FakeChat("plain", says("no")), new Target.Traits(Set.of(), Set.of(), 100_000, Price.FREE))
                .target(
                        new FakeChat("english", says("no")),
                        new Target.Traits(free.capabilities(), Set.of("en"), 100_000, Price.FREE))
                .target(new FakeChat("short", says("no")), Target.Traits.free(2))
                .target(
                        new FakeChat("dear", says("no")),
                        new Target.Traits(free.capabilities(), Set.of(), 100_000, Price.of("100", "1000")))
                .target(new FakeChat("right", says("ok")));
        var context = new CallContext(
                "r",
                "",
                "",
                null,
                "de",
                Money.of("0.01"),
                dev.lotse.gateway.deadline.Deadline.in(Duration.ofSeconds(9), time));
        var outcome = chains.chain().chat(Chains.request(), context, transcript);
        assertThat(served(outcome).provider()).isEqualTo("right");
        assertThat(outcome.attempts().stream().map(a -> a.outcome().wireName()))
                .containsExactly(
                        "skipped_capability", "skipped_language", "skipped_context", "skipped_cost_ceiling", "ok");
        assertThat(outcome.calls()).isEqualTo(1);
    }

    @Test
    void saysThatNoTargetCanDoWhatIsAsked() {
        chains.target(
                new FakeChat("a", says("no")),
                new Target.Traits(Set.of(Capability.STREAMING), Set.of(), 1000, Price.FREE));
        var request = new ChatRequest(
                List.of(ChatMessage.user("x")),
                List.of(new ChatRequest.Tool("t", null, null, null)),
                null,
                new ChatRequest.ResponseFormat.Text(),
                Sampling.defaults(),
                true,
                Map.of());
        var outcome = chains.chain().chat(request, chains.context(), transcript);
        assertThat(unserved(outcome).cause()).isEqualTo(Cause.NOT_CAPABLE);
    }

    @Test
    void answersFromACheaperTargetAndThenAFreeOneWhenTheBudgetIsSpent() {
        var limit = new Amount(Long.MAX_VALUE, Money.of("0.02"));
        chains.budgets = new Budgets(
                new BudgetConfig(ZoneOffset.UTC, limit, Amount.UNLIMITED, Map.of(), Map.of()),
                new InMemoryBudgetLedger(),
                () -> Chains.NOW);
        var capabilities = Set.of(Capability.values());
        chains.target(
                        new FakeChat("dear", says("dear")),
                        new Target.Traits(capabilities, Set.of(), 9999, Price.of("0", "1000")))
                .target(
                        new FakeChat("cheap", says("cheap")),
                        new Target.Traits(capabilities, Set.of(), 9999, Price.of("0", "20")))
                .target(new FakeChat("local", says("local")));
        var request =
                ChatRequest.of(List.of(ChatMessage.user("x")), new Sampling(10, null, null, null, List.of()), true);
        var chain = chains.chain();
        var providers = IntStream.range(0, 100)
                .mapToObj(i -> served(chain.chat(request, chains.paidBy("docs"), new Transcript()))
                        .provider())
                .toList();
        // An answer of 5 tokens costs 0.005 or 0.0001, but twice that must be left for one of 10.
        assertThat(providers.subList(0, 3)).containsOnly("dear");
        assertThat(providers.subList(3, 3 + 49)).containsOnly("cheap");
        assertThat(providers.subList(52, 100)).containsOnly("local");
        assertThat(chains.budgets.spentBySite("docs").money()).isLessThanOrEqualTo(Money.of("0.02"));
    }

    @Test
    void saysWhenASpentBudgetBeginsAnew() {
        chains.budgets = new Budgets(
                new BudgetConfig(ZoneOffset.UTC, Amount.ZERO, Amount.UNLIMITED, Map.of(), Map.of()),
                new InMemoryBudgetLedger(),
                () -> Chains.NOW);
        chains.target(
                new FakeChat("a", says("no")),
                new Target.Traits(Set.of(Capability.values()), Set.of(), 999, Price.of("1", "1")));
        var outcome = chains.chain().chat(Chains.request(), chains.paidBy("docs"), transcript);
        assertThat(unserved(outcome).cause()).isEqualTo(Cause.BUDGET);
        assertThat(unserved(outcome).retryAfter()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void chargesAttemptsThatFailedToo() {
        var traits = new Target.Traits(Set.of(Capability.values()), Set.of(), 999, Price.of("1", "1"));
        chains.target(new FakeChat("a", breaksAfter("x", CUT)), traits).target(new FakeChat("b", says("ok")), traits);
        var outcome = chains.chain().chat(Chains.request(), chains.paidBy("docs"), transcript);
        assertThat(outcome.cost()).isEqualTo(Money.of("0.000026"));
        assertThat(chains.budgets.spentBySite("docs")).isEqualTo(new Amount(26, Money.of("0.000026")));
        assertThat(chains.budgets.spentByKey("k1")).isEqualTo(new Amount(26, Money.of("0.000026")));
    }

    @Test
    void keepsAConversationWithTheTargetThatAnsweredIt() {
        var first = new FakeChat("a", fails(new ProviderError.ContentFiltered("x")), says("a"));
        chains.target(first).target(new FakeChat("b", says("b")));
        var chain = chains.chain();
        assertThat(served(chain.chat(Chains.request(), chains.conversation("c1"), new Transcript()))
                        .provider())
                .isEqualTo("b");
        assertThat(served(chain.chat(Chains.request(), chains.conversation("c1"), new Transcript()))
                        .provider())
                .isEqualTo("b");
        assertThat(served(chain.chat(Chains.request(), chains.conversation("c2"), new Transcript()))
                        .provider())
                .isEqualTo("a");
        time.pass(Duration.ofMinutes(10));
        assertThat(served(chain.chat(Chains.request(), chains.conversation("c1"), new Transcript()))
                        .provider())
                .isEqualTo("a");
    }

    @Test
    void stopsWhenTheCallerGoesAway() {
        var second = new FakeChat("b", says("no"));
        chains.target(new FakeChat("a", says("x", "y"))).target(second);
        var outcome = chains.chain().chat(Chains.request(), chains.context(), event -> false);
        assertThat(unserved(outcome).cause()).isEqualTo(Cause.CANCELLED);
        assertThat(second.calls()).isEmpty();
        assertThat(chains.targets.getFirst().guard().running()).isZero();
    }

    @Test
    void asksAnotherWhenTheFirstIsBusy() throws Exception {
        chains.maxConcurrent = 1;
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        chains.target(new FakeChat("a", (limits, sink) -> {
                    entered.countDown();
                    awaitOpen(leave);
                    return FakeChat.ok();
                }))
                .target(new FakeChat("b", says("ok")));
        var chain = chains.chain();
        var task = new FutureTask<>(() -> chain.chat(Chains.request(), chains.context(), new Transcript()));
        Thread.ofVirtual().start(task);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(served(chain.chat(Chains.request(), chains.context(), transcript))
                        .provider())
                .isEqualTo("b");
        leave.countDown();
        assertThat(served(task.get(10, TimeUnit.SECONDS)).provider()).isEqualTo("a");
    }

    @Test
    void asksASecondTargetBesideOneThatIsSlowToBegin() {
        var cancelled = new CountDownLatch(1);
        chains.target(new FakeChat("slow", (limits, sink) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        cancelled.countDown();
                    }
                    assertThat(sink.accept(new ChatEvent.Delta("too late"))).isFalse();
                    return new Result.Failed<>(new ProviderError.Cancelled());
                }))
                .target(new FakeChat("fast", says("ok")));
        var outcome = chains.chain(Chains.with(chains.ordered(), Duration.ofMillis(1)))
                .chat(Chains.request(), chains.context(), transcript);
        assertThat(served(outcome).provider()).isEqualTo("fast");
        assertThat(transcript.text()).isEqualTo("ok");
        assertThat(cancelled.getCount()).isZero();
        assertThat(outcome.attempts().stream().map(a -> a.outcome().wireName())).containsExactly("cancelled", "ok");
    }

    @Test
    void doesNotHedgeATargetThatBegins() {
        var second = new FakeChat("b", says("no"));
        chains.target(new FakeChat("a", says("ok"))).target(second);
        var outcome = chains.chain(Chains.with(chains.ordered(), Duration.ofSeconds(30)))
                .chat(Chains.request(), chains.context(), transcript);
        assertThat(served(outcome).provider()).isEqualTo("a");
        assertThat(second.calls()).isEmpty();
    }

    @Test
    void fallsBackWhenTheWinnerOfAHedgeBreaksOff() {
        chains.target(new FakeChat("slow", (limits, sink) -> {
                    awaitOpen(new CountDownLatch(1));
                    return new Result.Failed<>(new ProviderError.Cancelled());
                }))
                .target(new FakeChat("breaks", breaksAfter("Die", CUT)))
                .target(new FakeChat("c", says("ok")));
        var outcome = chains.chain(Chains.with(chains.ordered(), Duration.ofMillis(1)))
                .chat(Chains.request(), chains.context(), transcript);
        assertThat(served(outcome).provider()).isEqualTo("c");
        assertThat(transcript.text()).isEqualTo("ok");
        assertThat(transcript.resets()).isEqualTo(1);
    }

    @Test
    void endsBothCallsOfAHedgeWhenInterrupted() throws Exception {
        var running = new CountDownLatch(2);
        FakeChat.Behaviour hangs = (limits, sink) -> {
            running.countDown();
            awaitOpen(new CountDownLatch(1));
            return new Result.Failed<>(new ProviderError.Cancelled());
        };
        chains.target(new FakeChat("a", hangs)).target(new FakeChat("b", hangs));
        var chain = chains.chain(Chains.with(chains.ordered(), Duration.ofMillis(1)));
        var task = new FutureTask<>(() -> chain.chat(Chains.request(), chains.context(), transcript));
        var thread = Thread.ofVirtual().start(task);
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThat(unserved(task.get(10, TimeUnit.SECONDS)).cause()).isEqualTo(Cause.CANCELLED);
        assertThat(chains.targets.stream().mapToInt(t -> t.guard().running()).sum())
                .isZero();
    }

    private ChainOutcome<Completion> ask(FakeChat... providers) {
        for (var provider : providers) {
            chains.target(provider);
        }
        return chains.chain().chat(Chains.request(), chains.context(), transcript);
    }

    private static Served<Completion> served(ChainOutcome<Completion> outcome) {
        return switch (outcome) {
            case Served<Completion> served -> served;
            case Unserved<Completion> unserved -> throw new AssertionError(unserved.toString());
        };
    }

    private static Unserved<Completion> unserved(ChainOutcome<Completion> outcome) {
        return switch (outcome) {
            case Unserved<Completion> unserved -> unserved;
            case Served<Completion> served -> throw new AssertionError(served.toString());
        };
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
