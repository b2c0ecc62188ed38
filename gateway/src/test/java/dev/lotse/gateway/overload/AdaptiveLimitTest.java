package dev.lotse.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
    private static final long MS = 1_000_000;

    /** Near the end of the numbers, as a nano clock may be. */
    private long now = Long.MAX_VALUE - 50 * MS;

    private final AdaptiveLimit limit =
            new AdaptiveLimit(new OverloadSettings(true, 4, 20, 2, Duration.ofMillis(80), 1, 1), 2, now);

    @Test
    void beginsWithTwiceTheLeast() {
        assertThat(limit.limit()).isEqualTo(8);
    }

    @Test
    void growsByOneForEachWindowInWhichItWasReachedAndLatencyIsCalm() {
        window(10, 8);
        assertThat(limit.limit()).isEqualTo(9);
        window(19, 9);
        assertThat(limit.limit()).isEqualTo(10);
        for (int i = 0; i < 100; i++) {
            window(10, 100);
        }
        assertThat(limit.limit()).as("its bound").isEqualTo(20);
    }

    @Test
    void staysWhereNobodyNeedsMore() {
        for (int i = 0; i < 10; i++) {
            window(10, 3);
        }
        assertThat(limit.limit()).isEqualTo(8);
    }

    @Test
    void shrinksByATenthWhileLatencyIsTooHigh() {
        window(10, 8);
        window(21, 9);
        assertThat(limit.limit()).isEqualTo(8);
        for (int i = 0; i < 20; i++) {
            window(50, 9);
        }
        assertThat(limit.limit()).as("its bound").isEqualTo(4);
    }

    @Test
    void recoversWhenLatencyDoes() {
        window(10, 8);
        for (int i = 0; i < 20; i++) {
            window(50, 9);
        }
        window(15, 4);
        assertThat(limit.limit()).isEqualTo(5);
    }

    @Test
    void learnsThatSearchesTakeLongerNowFromThoseThatDidNotWaitForEachOther() {
        window(10, 8);
        for (int i = 0; i < 50; i++) {
            window(30, 2);
        }
        int before = limit.limit();
        window(50, 30);
        assertThat(limit.limit()).isEqualTo(before + 1);
    }

    @Test
    void fewSearchesDecideNothingBeforeASecondHasPassed() {
        window(10, 8);
        int before = limit.limit();
        for (int i = 0; i < 4; i++) {
            now += 400 * MS;
            limit.sample(90 * MS, 9, now);
        }
        assertThat(limit.limit()).isEqualTo(before);
        limit.sample(90 * MS, 9, now);
        assertThat(limit.limit()).isLessThan(before);
    }

    /** Twenty searches in 200 ms. */
    private void window(long millis, int together) {
        for (int i = 0; i < 20; i++) {
            now += 10 * MS;
            limit.sample(millis * MS, together, now);
        }
    }
}
