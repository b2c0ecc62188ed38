package dev.lotse.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final FakeSearchService search = new FakeSearchService();

    @Test
    void everySiteIsSearchedInBothLanguages() {
        List<String> asked = new ArrayList<>();
        search.answer(request -> {
            asked.add(request.site());
            return FakeSearchService.answered(List.of(), 0, Set.of());
        });

        WarmUp.run(search, List.of("a", "b"), Deadline.in(Duration.ofMinutes(1), NanoClock.SYSTEM));

        assertThat(asked).containsExactly("a", "a", "b", "b");
    }

    @Test
    void visitorsDoNotWaitForItLongerThanAllowed() {
        WarmUp.run(search, List.of("a"), Deadline.in(Duration.ZERO, NanoClock.SYSTEM));

        assertThat(search.wasAsked()).isFalse();
    }
}
