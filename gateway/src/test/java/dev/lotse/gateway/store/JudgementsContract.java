package dev.lotse.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.eval.JudgementStore;
import dev.lotse.gateway.eval.JudgementStore.Judged;
import dev.lotse.gateway.eval.JudgementStore.Quality;
import dev.lotse.gateway.eval.JudgementStore.Unmeasured;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.release.Release;
import dev.lotse.gateway.rules.RuleSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What kept judgements promise, on every store that there is. */
abstract class JudgementsContract {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Database database;
    private JudgementStore judgements;

    abstract Database open();

    @BeforeEach
    void start() {
        database = open();
        judgements = new JdbcJudgementStore(database);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static Judged judged(String query, Map<String, Integer> grades) {
        return new Judged(query, grades, NOON, "key:anna");
    }

    private void release(int number) {
        boolean unused = new JdbcReleaseStore(database).write("docs", writer -> {
            writer.add(new Release(number, "00", NOON, "key:anna", "", null, null), RuleSet.EMPTY);
            return true;
        });
    }

    @Test
    void gradesComeBackAndTheLastOnesCount() {
        judgements.put(
                "docs", List.of(judged("strom", Map.of("a", 1)), judged("gas \u00fc", Map.of("b", 0, "\"c\"", 3))));
        judgements.put("docs", List.of(judged("strom", Map.of("a", 2, "d", 0))));
        judgements.put("other", List.of(judged("strom", Map.of("z", 1))));

        assertThat(judgements.judged("docs"))
                .containsExactly(
                        judged("gas \u00fc", Map.of("b", 0, "\"c\"", 3)), judged("strom", Map.of("a", 2, "d", 0)));
    }

    @Test
    void aQueryWithoutGradesIsForgotten() {
        judgements.put("docs", List.of(judged("strom", Map.of("a", 1))));
        judgements.put("docs", List.of(judged("strom", Map.of()), judged("nie", Map.of())));

        assertThat(judgements.judged("docs")).isEmpty();
    }

    @Test
    void onlyQueriesWithARelevantPageMeasure() {
        judgements.put("docs", List.of(judged("gut", Map.of("a", 1)), judged("nichts", Map.of("a", 0))));

        Judgements measured = Judgements.of(judgements.judged("docs"));

        assertThat(measured.queries()).extracting(Judgements.Query::text).containsExactly("gut");
        assertThat(measured.unjudged()).isEqualTo(1);
    }

    @Test
    void theReleaseInForceIsToBeMeasuredOnceThereAreRelevantPages() {
        assertThat(judgements.unmeasured()).isEmpty();
        release(1);
        judgements.put("docs", List.of(judged("nichts", Map.of("a", 0))));
        assertThat(judgements.unmeasured()).isEmpty();
        judgements.put("docs", List.of(judged("gut", Map.of("a", 1))));
        release(2);
        assertThat(judgements.unmeasured()).containsExactly(new Unmeasured("docs", 2));

        judgements.record("docs", new Quality(2, NOON, 1, 0.5));

        assertThat(judgements.unmeasured()).isEmpty();
        release(3);
        assertThat(judgements.unmeasured()).containsExactly(new Unmeasured("docs", 3));
    }

    @Test
    void theHistoryIsNewestFirstAndNobodyRewritesIt() {
        judgements.record("docs", new Quality(1, NOON, 10, 0.5));
        judgements.record("docs", new Quality(2, NOON, 10, 0.625));
        judgements.record("docs", new Quality(1, NOON.plusSeconds(9), 11, 0.75));

        assertThat(judgements.history("docs", 10))
                .containsExactly(new Quality(2, NOON, 10, 0.625), new Quality(1, NOON, 10, 0.5));
        assertThat(judgements.history("docs", 1)).hasSize(1);
        assertThat(judgements.history("other", 10)).isEmpty();
    }
}
