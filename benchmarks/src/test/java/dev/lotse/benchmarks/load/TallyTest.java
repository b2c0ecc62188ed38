package dev.lotse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lotse.benchmarks.result.Capacity;
import dev.lotse.benchmarks.result.LoadStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final long MS = 1_000_000;

    private final Tally tally = new Tally(0, Duration.ofSeconds(10));

    @Test
    void latencyCountsFromWhenARequestWasDue() {
        // One request a second; the server stalls for five seconds and then answers each within a millisecond.
        for (int i = 0; i < 10; i++) {
            long due = i * 1000L * MS;
            long sent = Math.max(due, 5000 * MS);
            tally.requests.increment();
            tally.answered(due, sent, sent + MS);
        }

        LoadStep step = outcome().step();

        assertThat(step.latency().max()).isCloseTo(5001, within(5.0));
        assertThat(step.service().max()).isCloseTo(1, within(0.01));
        assertThat(step.latency().p90()).isCloseTo(4001, within(5.0));
    }

    @Test
    void fifthsThatAreAlikeHaveNoNoise() {
        for (int i = 0; i < 50; i++) {
            tally.requests.increment();
            tally.answered(i * 200L * MS, i * 200L * MS, i * 200L * MS + 2 * MS);
        }

        Tally.Outcome outcome = outcome();

        assertThat(outcome.rateNoise()).isCloseTo(0, within(1e-6));
        assertThat(outcome.p50Noise()).isCloseTo(0, within(1e-6));
        assertThat(outcome.step().achieved()).isEqualTo(5);
    }

    @Test
    void aRateCountsForABoundOnlyWhereEachRequestWasAnswered() {
        for (int i = 0; i < 50; i++) {
            tally.requests.increment();
            tally.answered(i * 200L * MS, i * 200L * MS, i * 200L * MS + 2 * MS);
        }
        LoadStep good = outcome().step();
        tally.requests.increment();
        tally.refused.increment();
        LoadStep refused = outcome().step();

        assertThat(Capacity.of("path", 5, List.of(good)).rate()).isEqualTo(5);
        assertThat(Capacity.of("path", 1, List.of(good)).rate()).isZero();
        assertThat(Capacity.of("path", 5, List.of(refused)).rate()).isZero();
        assertThat(Capacity.of("other", 5, List.of(good)).rate()).isZero();
    }

    private Tally.Outcome outcome() {
        return tally.outcome("path", LoadStep.Model.OPEN, 4, 5, 10, 20 * MS);
    }
}
