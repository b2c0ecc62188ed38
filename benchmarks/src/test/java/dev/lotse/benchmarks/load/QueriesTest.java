package dev.lotse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueriesTest {
    private static final int COUNT = 100;

    private final Queries queries = new Queries("demo", names(), List.of("Wie \"viel\"?"));

    @Test
    void eachQueryComesBeforeAnyComesAgain() {
        Calls calls = queries.each();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < COUNT; i++) {
            seen.add(line(calls.at(i)));
        }

        assertThat(seen).hasSize(COUNT);
    }

    @Test
    void theFirstQueryIsTwiceAsFrequentAsTheSecond() {
        Calls calls = queries.zipf();
        int first = 0;
        int second = 0;
        for (int i = 0; i < 100_000; i++) {
            String line = line(calls.at(i));
            first += line.contains("q=query0 ") ? 1 : 0;
            second += line.contains("q=query1 ") ? 1 : 0;
        }

        // The 100th harmonic number is 5.187.
        assertThat(first / 100_000.0).isBetween(0.185, 0.2);
        assertThat((double) first / second).isBetween(1.9, 2.1);
    }

    @Test
    void typingSendsEachPrefixFromTwoLetters() {
        Calls typed = new Queries("demo", List.of("umzug"), List.of()).typed();

        assertThat(List.of(line(typed.at(0)), line(typed.at(3)), line(typed.at(4))))
                .containsExactly(
                        "GET /v1/sites/demo/suggest?q=um HTTP/1.1",
                        "GET /v1/sites/demo/suggest?q=umzug HTTP/1.1",
                        "GET /v1/sites/demo/suggest?q=um HTTP/1.1");
    }

    @Test
    void aDayHasTheSharesThatAreTold() {
        Calls calls = queries.mixed();
        int[] counts = new int[4];
        for (int i = 0; i < 1000; i++) {
            String line = line(calls.at(i));
            counts[
                    line.contains("/suggest")
                            ? 0
                            : line.contains("/v1/sites/demo/search") ? 1 : line.contains("/search/demo") ? 2 : 3]++;
        }

        assertThat(counts).containsExactly(700, 240, 50, 10);
    }

    @Test
    void aQuestionIsJson() {
        String call = new String(queries.answers().at(0).bytes(), StandardCharsets.UTF_8);

        assertThat(call).contains("Content-Length: 21\r\n\r\n{\"q\":\"Wie \\\"viel\\\"?\"}");
    }

    private static String line(Call call) {
        return new String(call.bytes(), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            names.add("query" + i);
        }
        return names;
    }
}
