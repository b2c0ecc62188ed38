package dev.lotse.elasticsearch.retriever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lotse.ranking.fusion.Fusion;
import dev.lotse.ranking.fusion.FusionMethod;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.ScoreDoc;
import org.elasticsearch.common.io.stream.BytesStreamOutput;
import org.elasticsearch.search.rank.RankDoc;
import org.junit.jupiter.api.Test;

class HybridFusionTest {
    private static final List<HybridSpec.Input> INPUTS =
            List.of(new HybridSpec.Input("lexical", 0.5f, 0), new HybridSpec.Input("dense", 0.5f, 0));

    private static HybridSpec spec(FusionMethod method, int window, boolean tail) {
        return new HybridSpec(method, Fusion.Normalisation.MIN_MAX, window, 60, tail, INPUTS);
    }

    private static ScoreDoc[] list(ScoreDoc... docs) {
        return docs;
    }

    private static ScoreDoc doc(int doc, int shard, double score) {
        return new ScoreDoc(doc, (float) score, shard);
    }

    private static List<String> places(RankDoc[] docs) {
        return Arrays.stream(docs).map(doc -> doc.shardIndex + "/" + doc.doc).toList();
    }

    @Test
    void theSameDocumentNumberOnTwoShardsIsTwoDocuments() {
        ScoreDoc[] lexical = list(doc(1, 0, 4), doc(1, 1, 2), doc(2, 0, 0));
        ScoreDoc[] dense = list(doc(1, 1, 1), doc(2, 0, 0.5));

        RankDoc[] fused = new HybridFusion(spec(FusionMethod.CONVEX, 10, false), List.of(lexical, dense)).run(10);

        assertThat(places(fused)).containsExactly("1/1", "0/1", "0/2");
        assertThat(fused[0].score).isEqualTo(0.75f, within(1e-6f));
        assertThat(fused[1].score).isEqualTo(0.5f, within(1e-6f));
        assertThat(fused[2].score).isZero();
    }

    @Test
    void equalScoresAreOrderedByShardAndDocument() {
        ScoreDoc[] lexical = list(doc(7, 1, 1), doc(3, 1, 1), doc(9, 0, 1));

        RankDoc[] fused = new HybridFusion(spec(FusionMethod.CONVEX, 10, false), List.of(lexical, list())).run(10);

        assertThat(places(fused)).containsExactly("0/9", "1/3", "1/7");
    }

    @Test
    void reciprocalRankUsesTheMergedRank() {
        RankDoc[] fused = new HybridFusion(
                        spec(FusionMethod.RRF, 10, false),
                        List.of(list(doc(1, 0, 9), doc(2, 0, 8)), list(doc(2, 0, 1), doc(1, 0, 1))))
                .run(10);

        assertThat(fused[0].score).isEqualTo((float) (0.5 / 61 + 0.5 / 62), within(1e-7f));
    }

    @Test
    void documentsBeyondTheWindowFollowInTheTailOnly() {
        ScoreDoc[] lexical = list(doc(1, 0, 5), doc(2, 0, 4), doc(3, 0, 3), doc(4, 0, 2));
        ScoreDoc[] dense = list(doc(4, 0, 1), doc(5, 0, 0.5));

        RankDoc[] without = new HybridFusion(spec(FusionMethod.CONVEX, 2, false), List.of(lexical, dense)).run(10);
        RankDoc[] with = new HybridFusion(spec(FusionMethod.CONVEX, 2, true), List.of(lexical, dense)).run(10);

        assertThat(places(without)).containsExactly("0/1", "0/4", "0/2", "0/5");
        assertThat(places(with)).containsExactly("0/1", "0/4", "0/2", "0/5", "0/3");
        assertThat(with[3].score).isEqualTo(1);
        assertThat(with[4].score).isEqualTo(0.75f);
        assertThat(new HybridFusion(spec(FusionMethod.CONVEX, 2, true), List.of(lexical, dense)).run(3))
                .hasSize(3);
    }

    @Test
    void scoresNeverRiseAndDifferencesSurviveRounding() {
        ScoreDoc[] lexical = list(doc(1, 0, 1e7 + 1), doc(2, 0, 1e7), doc(3, 0, 0));

        RankDoc[] fused = new HybridFusion(spec(FusionMethod.CONVEX, 10, true), List.of(lexical, list())).run(10);

        assertThat(fused[0].score).isGreaterThan(fused[1].score);
        assertThat(places(fused)).containsExactly("0/1", "0/2", "0/3");
    }

    @Test
    void explainsPartByPartAlsoAfterTravelling() throws IOException {
        RankDoc[] fused = new HybridFusion(
                        spec(FusionMethod.CONVEX, 10, false), List.of(list(doc(1, 0, 5)), list(doc(1, 0, 1))))
                .run(10);
        BytesStreamOutput out = new BytesStreamOutput();
        fused[0].writeTo(out);

        HybridRankDoc read = new HybridRankDoc(out.bytes().streamInput());

        assertThat(read).isEqualTo(fused[0]);
        assertThat(read.explain(new Explanation[0], new String[0]).getDetails())
                .extracting(Explanation::getDescription)
                .containsExactly("lexical: rank 1", "dense: rank 1");
    }

    @Test
    void limitsAreNamed() {
        assertThatThrownBy(() -> spec(FusionMethod.RRF, 0, false)).hasMessageContaining("window is 0; allowed is 1");
        assertThatThrownBy(() -> new HybridSpec.Input("x", -1, 0)).hasMessageContaining("weight of 'x' is -1");
        assertThatThrownBy(
                        () -> new HybridSpec(FusionMethod.RRF, Fusion.Normalisation.MIN_MAX, 10, 60, false, List.of()))
                .hasMessageContaining("there are 0 retrievers");
    }
}
