package dev.lotse.gateway.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.breaker.CircuitBreaker.State;
import dev.lotse.gateway.provider.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final ManualTime time = new ManualTime();
    private final CircuitBreaker breaker =
            new CircuitBreaker(new BreakerConfig(4, 3, 0.5, Duration.ofSeconds(5), Duration.ofSeconds(15)), time);

    @Test
    void staysClosedBelowTheMinimumOfCalls() {
        failures(2);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void opensAtTheRatioOfFailures() {
        call(true);
        call(true);
        failures(2);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.tryAcquire()).isFalse();
        assertThat(breaker.retryIn()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void forgetsCallsThatLeftTheWindow() {
        call(false);
        for (int i = 0; i < 4; i++) {
            call(true);
        }
        call(false);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        call(false);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void letsOneTrialThroughWhenItsTimeIsOver() {
        failures(3);
        time.pass(Duration.ofSeconds(5));
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.tryAcquire()).isTrue();
        assertThat(breaker.tryAcquire()).isFalse();
        breaker.success();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void opensTwiceAsLongWhenTheTrialFailsUpToAMaximum() {
        failures(3);
        for (int seconds : new int[] {5, 10, 15, 15}) {
            assertThat(breaker.retryIn()).isEqualTo(Duration.ofSeconds(seconds));
            time.pass(Duration.ofSeconds(seconds));
            call(false);
        }
    }

    @Test
    void givesTheTrialFreeAgainWhenItsOutcomeSaysNothing() {
        failures(3);
        time.pass(Duration.ofSeconds(5));
        assertThat(breaker.tryAcquire()).isTrue();
        breaker.unknown();
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void opensAtOnceWhenTripped() {
        assertThat(breaker.tryAcquire()).isTrue();
        breaker.trip();
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void startsAfreshAfterItClosed() {
        failures(3);
        time.pass(Duration.ofSeconds(5));
        call(true);
        failures(2);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new BreakerConfig(10, 11, 0.5, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessageContaining("breaker.minimumCalls is 11");
        assertThatThrownBy(() -> new BreakerConfig(10, 5, 0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessageContaining("breaker.failureRatio is 0.0");
        assertThatThrownBy(() -> new BreakerConfig(10, 5, 0.5, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("breaker.openFor is PT2S");
    }

    private void failures(int count) {
        for (int i = 0; i < count; i++) {
            call(false);
        }
    }

    private void call(boolean ok) {
        assertThat(breaker.tryAcquire()).isTrue();
        if (ok) {
            breaker.success();
        } else {
            breaker.failure();
        }
    }
}
