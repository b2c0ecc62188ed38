package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelOptionsTest {
    @Test
    void theDefaultsAreWhatTheyAreSaidToBe() {
        ModelOptions options = ModelOptions.defaults();

        assertThat(options.lanes()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(options.intraOpThreads()).isEqualTo(1);
        assertThat(options.maxWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.batchTokens()).isEqualTo(1);
    }

    @Test
    void aValueOutOfRangeIsNamedWithItsRange() {
        assertThatThrownBy(() -> new ModelOptions(0, 1, Duration.ofSeconds(1), 1))
                .hasMessage("Model option lanes is 0; allowed: 1 to 256.");
        assertThatThrownBy(() -> new ModelOptions(1, 65, Duration.ofSeconds(1), 1))
                .hasMessage("Model option intraOpThreads is 65; allowed: 1 to 64.");
        assertThatThrownBy(() -> new ModelOptions(1, 1, Duration.ZERO, 1))
                .hasMessage("Model option maxWait is PT0S; allowed: 1 ms to 10 minutes.");
        assertThatThrownBy(() -> new ModelOptions(1, 1, Duration.ofSeconds(1), 0))
                .hasMessage("Model option batchTokens is 0; allowed: 1 to 65536.");
    }
}
