package dev.lotse.gateway.provider.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.deadline.Sleeper;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatProvider;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.Sampling;
import dev.lotse.gateway.provider.chain.ChainOutcome.Served;
import dev.lotse.gateway.provider.testing.Faults;
import dev.lotse.gateway.provider.testing.Faults.Fault;
import dev.lotse.gateway.provider.testing.ScriptedServer;
import dev.lotse.gateway.provider.testing.Transcript;
import dev.lotse.gateway.provider.testing.Upstreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What providers do when they fail, byte for byte, with a healthy one behind them: every request is answered, by one provider
 * alone, within the deadline.
 */
class FallbackFaultsTest {
    private static final int REQUESTS = 4;
    private static final CallLimits IMPATIENT =
            new CallLimits(Duration.ofMillis(700), Duration.ofMillis(500), Duration.ofSeconds(3));
    private static final CallLimits HEALTHY =
            new CallLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));

    private final Upstreams upstreams = new Upstreams();

    @AfterEach
    void close() {
        upstreams.close();
    }

    static Stream<Fault> faults() {
        return Faults.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isAnsweredByTheHealthyProviderAlone(Fault fault) throws Exception {
        try (var faulty = ScriptedServer.start(fault.script());
                var healthy = ScriptedServer.start(Faults::answerWell)) {
            var chain = chain(fault, faulty, healthy);
            for (boolean stream : fault.whole() ? new boolean[] {true, false} : new boolean[] {true}) {
                var transcripts = new ArrayList<Transcript>();
                for (var outcome : ask(chain, stream, transcripts)) {
                    assertThat(outcome)
                            .as(fault.name())
                            .isInstanceOfSatisfying(
                                    Served.class,
                                    served -> assertThat(served.provider()).isEqualTo("healthy"));
                }
                assertThat(transcripts).hasSize(REQUESTS).allSatisfy(transcript -> {
                    assertThat(transcript.text()).isEqualTo(Faults.ANSWER);
                    assertThat(transcript.provider()).isEqualTo("healthy");
                });
                int resets =
                        transcripts.stream().mapToInt(Transcript::resets).max().orElseThrow();
                switch (fault.resets()) {
                    case NEVER -> assertThat(resets).isZero();
                    case MAYBE -> assertThat(resets).isBetween(0, 1);
                    case ALWAYS -> assertThat(resets).isEqualTo(1);
                }
            }
            assertThat(faulty.served()).isPositive();
        }
    }

    private List<ChainOutcome<Completion>> ask(ChatChain chain, boolean stream, List<Transcript> transcripts)
            throws Exception {
        var tasks = new ArrayList<FutureTask<ChainOutcome<Completion>>>();
        for (int i = 0; i < REQUESTS; i++) {
            var transcript = new Transcript();
            transcripts.add(transcript);
            var task = new FutureTask<>(() -> chain.chat(
                    ChatRequest.of(List.of(ChatMessage.user("Wie lautet die Antwort?")), Sampling.defaults(), stream),
                    CallContext.of(
                            "r", dev.lotse.gateway.deadline.Deadline.in(Duration.ofSeconds(30), NanoClock.SYSTEM)),
                    transcript));
            tasks.add(task);
            Thread.ofVirtual().start(task);
        }
        var outcomes = new ArrayList<ChainOutcome<Completion>>();
        for (var task : tasks) {
            try {
                outcomes.add(task.get(30, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                throw new AssertionError("a request was not answered within its deadline", e);
            }
        }
        return outcomes;
    }

    private ChatChain chain(Fault fault, ScriptedServer faulty, ScriptedServer healthy) {
        var chains = new Chains(NanoClock.SYSTEM, Sleeper.SYSTEM);
        ChatProvider first = switch (fault.format()) {
            case OPENAI -> upstreams.openAi(faulty.uri());
            case ANTHROPIC -> upstreams.anthropic(faulty.uri());
        };
        var second =
                upstreams.openAi("healthy", healthy.uri(), dev.lotse.gateway.provider.openai.OpenAiDialect.DEFAULT);
        var traits = Target.Traits.free(100_000);
        var targets = List.of(
                new Target<>("faulty/m", first, "faulty", "m", traits, IMPATIENT, guard()),
                new Target<ChatProvider>("healthy/m", second, "healthy", "m", traits, HEALTHY, guard()));
        return new ChatChain(ChainConfig.ordered("chain", List.of("faulty/m", "healthy/m")), targets, chains.parts());
    }

    private static Guard guard() {
        return new Guard(BreakerConfig.DEFAULT, RetryConfig.DEFAULT, 16, NanoClock.SYSTEM);
    }
}
