package dev.lotse.elasticsearch.retriever;

import dev.lotse.ranking.fusion.Fusion;
import dev.lotse.ranking.fusion.FusionMethod;
import dev.lotse.ranking.fusion.RankedList;
import dev.lotse.ranking.fusion.ScoredKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.search.ScoreDoc;
import org.elasticsearch.search.rank.RankDoc;
import org.elasticsearch.search.rank.RankDoc.RankKey;

/**
 * Fuses lists that are merged over all shards, so that a score means the same whatever shard its document is on.
 *
 * <p>Equal scores are ordered by shard and document. Scores that differ as doubles stay different as floats.
 */
final class HybridFusion {
    private final HybridSpec spec;
    private final List<ScoreDoc[]> lists;
    private final Map<RankKey, List<HybridPart>> parts = new HashMap<>();

    /** @param lists one per input of the spec, each by falling score */
    HybridFusion(HybridSpec spec, List<ScoreDoc[]> lists) {
        this.spec = spec;
        this.lists = lists;
    }

    /** @param limit at most this many documents */
    RankDoc[] run(int limit) {
        List<Map.Entry<RankKey, Double>> fused = new ArrayList<>(scores().entrySet());
        fused.sort(Map.Entry.<RankKey, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry::getKey, byPlace()));
        List<RankDoc> docs = new ArrayList<>();
        Set<RankKey> seen = new HashSet<>();
        float last = Float.POSITIVE_INFINITY;
        double lastExact = Double.POSITIVE_INFINITY;
        for (Map.Entry<RankKey, Double> entry : fused) {
            double exact = entry.getValue() + (spec.tail() ? 1 : 0);
            float score = (float) exact;
            if (exact < lastExact && score >= last) {
                score = Math.max(Math.nextDown(last), spec.tail() ? 1 : 0);
            }
            last = score;
            lastExact = exact;
            seen.add(entry.getKey());
            add(docs, entry.getKey(), score);
        }
        if (spec.tail()) {
            tail(docs, seen);
        }
        return docs.subList(0, Math.min(limit, docs.size())).toArray(RankDoc[]::new);
    }

    private Map<RankKey, Double> scores() {
        List<RankedList<RankKey>> ranked = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            HybridSpec.Input input = spec.inputs().get(i);
            List<ScoredKey<RankKey>> entries = new ArrayList<>();
            for (ScoreDoc doc : window(i)) {
                entries.add(new ScoredKey<>(key(doc), doc.score));
                parts.computeIfAbsent(key(doc), k -> new ArrayList<>())
                        .add(new HybridPart(input.name(), entries.size(), doc.score));
            }
            ranked.add(new RankedList<>(input.weight(), input.minimum(), entries));
        }
        return spec.method() == FusionMethod.CONVEX
                ? Fusion.convex(ranked, spec.normalisation())
                : Fusion.reciprocalRank(ranked, spec.rankConstant());
    }

    private List<ScoreDoc> window(int list) {
        ScoreDoc[] docs = lists.get(list);
        return List.of(docs).subList(0, Math.min(docs.length, spec.window()));
    }

    private void tail(List<RankDoc> docs, Set<RankKey> seen) {
        float last = 1;
        for (ScoreDoc doc : lists.get(0)) {
            if (seen.add(key(doc))) {
                last = Math.min(Math.nextDown(last), doc.score / (1 + doc.score));
                add(docs, key(doc), last);
            }
        }
    }

    private void add(List<RankDoc> docs, RankKey key, float score) {
        docs.add(new HybridRankDoc(
                key.doc(), score, key.shardIndex(), docs.size() + 1, parts.getOrDefault(key, List.of())));
    }

    private static RankKey key(ScoreDoc doc) {
        return new RankKey(doc.doc, doc.shardIndex);
    }

    private static Comparator<RankKey> byPlace() {
        return Comparator.comparingInt(RankKey::shardIndex).thenComparingInt(RankKey::doc);
    }
}
