package dev.lotse.gateway.privacy;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTimeTest {
    private static final int LENGTH = 500_000;

    /** Texts made to be searched again and again from every place; in square time each would take many minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "@",
                "a@",
                "1",
                "1 ",
                "0-",
                "+1",
                "(",
                "sk-",
                "eyJ",
                "-----BEGIN ",
                "token=",
                "A1B2",
                "DE12 ",
                "[EMAIL_",
                "Am An Der ",
                "1 Aa ",
                "Straße 1 ",
                "passport ",
                "Tel. 1",
                "15 0706"
            })
    void takesLinearTime(String piece) {
        var text = piece.repeat(LENGTH / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> new PersonalDataFinder().find(text));
    }
}
