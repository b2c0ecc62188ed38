package dev.lotse.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final FakeSearchService search = new FakeSearchService();

    @Test
    void everySiteIsSearchedInItsLanguages() {
        List<String> asked = new ArrayList<>();
        search.answer(request -> {
            asked.add(request.site() + " " + request.query());
            return FakeSearchService.answered(List.of(), 0, Set.of());
        });

        Map<String, List<String>> languages = new LinkedHashMap<>();
        languages.put("german", List.of("de"));
        languages.put("both", List.of("en", "de"));
        languages.put("others", List.of("fr", "it"));
        languages.put("empty", List.of());

        WarmUp.run(search, languages, Deadline.in(Duration.ofMinutes(1), NanoClock.SYSTEM));

        assertThat(asked)
                .containsExactly(
                        "german Wie erreiche ich den Kundendienst?",
                        "both Wie erreiche ich den Kundendienst?",
                        "both how do I contact customer service",
                        "others how do I contact customer service");
    }

    @Test
    void visitorsDoNotWaitForItLongerThanAllowed() {
        WarmUp.run(search, Map.of("a", List.of("de")), Deadline.in(Duration.ZERO, NanoClock.SYSTEM));

        assertThat(search.wasAsked()).isFalse();
    }

    @Test
    void aSiteWithoutSuggestionsKeepsNoneOfTheOthersFromTheirs() {
        search.failSuggest(new EngineException("away"));

        WarmUp.suggestions(search, List.of("a", "b"), () -> Deadline.in(Duration.ofMinutes(1), NanoClock.SYSTEM));

        assertThat(search.lastSuggest()).isEqualTo(new FakeSearchService.SuggestCall("b", "a", null, 1));
    }
}
