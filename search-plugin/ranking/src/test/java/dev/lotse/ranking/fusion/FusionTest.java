package dev.lotse.ranking.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FusionTest {

    private static RankedList<String> list(double weight, double minimum, Object... keysAndScores) {
        List<ScoredKey<String>> entries = new ArrayList<>();
        for (int i = 0; i < keysAndScores.length; i += 2) {
            entries.add(new ScoredKey<>((String) keysAndScores[i], ((Number) keysAndScores[i + 1]).floatValue()));
        }
        return new RankedList<>(weight, minimum, entries);
    }

    @Test
    void convexScalesEachListToItsOwnRange() {
        Map<String, Double> fused = Fusion.convex(
                List.of(list(0.5, 0, "a", 30, "b", 20, "c", 10), list(0.5, -1, "c", 0.9, "a", 0.8)),
                Fusion.Normalisation.MIN_MAX);

        assertThat(fused.get("a")).isCloseTo(0.5, within(1e-9));
        assertThat(fused.get("b")).isCloseTo(0.25, within(1e-9));
        assertThat(fused.get("c")).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void theoreticalMinimumKeepsTheLastCandidateAboveZero() {
        Map<String, Double> fused =
                Fusion.convex(List.of(list(1, 0, "a", 30, "b", 15)), Fusion.Normalisation.THEORETICAL_MIN);

        assertThat(fused).containsEntry("a", 1.0).containsEntry("b", 0.5);
    }

    @Test
    void equalScoresCountInFull() {
        assertThat(Fusion.convex(List.of(list(0.7, 0, "a", 3, "b", 3)), Fusion.Normalisation.MIN_MAX))
                .containsEntry("a", 0.7)
                .containsEntry("b", 0.7);
    }

    @Test
    void anEmptyListAddsNothing() {
        assertThat(Fusion.convex(List.of(list(1, 0), list(0.5, 0, "a", 1)), Fusion.Normalisation.MIN_MAX))
                .containsExactly(Map.entry("a", 0.5));
    }

    @Test
    void reciprocalRankUsesRanksOnly() {
        Map<String, Double> fused =
                Fusion.reciprocalRank(List.of(list(1, 0, "a", 900, "b", 1), list(1, 0, "b", 5, "a", 4)), 60);

        assertThat(fused.get("a")).isCloseTo(1 / 61.0 + 1 / 62.0, within(1e-12));
        assertThat(fused.get("a")).isEqualTo(fused.get("b"));
    }

    @Test
    void aScoreThatIsNoNumberIsRefusedWhereItArises() {
        assertThatThrownBy(() -> new ScoredKey<>("a", Float.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void settingsOutOfRangeNameValueAndRange() {
        assertThatThrownBy(() -> new FusionSpec(FusionMethod.CONVEX, 0.5f, 1.5f, 100, 60))
                .hasMessage("denseWeight is 1.5; allowed is 0 to 1");
        assertThatThrownBy(() -> new FusionSpec(FusionMethod.CONVEX, 0.5f, 0.5f, 5, 60))
                .hasMessage("window is 5; allowed is 10 to 1000");
        assertThatThrownBy(() -> new FusionSpec(FusionMethod.RRF, 0.5f, 0.5f, 100, 0))
                .hasMessage("rankConstant is 0; allowed is 1 or more");
    }

    @Property
    void convexStaysBetweenZeroAndTheSumOfWeights(
            @ForAll @Size(min = 1, max = 50) List<@FloatRange(min = -1e6f, max = 1e6f) Float> scores) {
        List<ScoredKey<Integer>> entries = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            entries.add(new ScoredKey<>(i, scores.get(i)));
        }
        Map<Integer, Double> fused = Fusion.convex(
                List.of(new RankedList<>(0.6, 0, entries), new RankedList<>(0.4, 0, entries)),
                Fusion.Normalisation.MIN_MAX);

        assertThat(fused).hasSize(scores.size());
        assertThat(fused.values()).allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0 + 1e-9));
    }
}
