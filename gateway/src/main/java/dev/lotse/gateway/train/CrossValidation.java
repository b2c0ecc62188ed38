package dev.lotse.gateway.train;

import dev.lotse.gateway.eval.PairedBootstrap;
import dev.lotse.gateway.eval.RankingMetrics;
import dev.lotse.models.train.ListwiseTrainer;
import dev.lotse.models.train.Perceptron;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Trains without a part of the pages and scores the queries that those pages answer, part by part.
 *
 * @param byLanguage what came out, by language of the queries
 */
public record CrossValidation(Map<String, Score> byLanguage) {
    public CrossValidation {
        byLanguage = new TreeMap<>(byLanguage);
    }

    /**
     * Scores of held-out queries.
     *
     * @param queries their number
     * @param fused without the reranker
     * @param reranked with it
     * @param ndcg how sure the difference of nDCG@10 is
     */
    public record Score(int queries, RankingMetrics fused, RankingMetrics reranked, PairedBootstrap ndcg) {}

    /**
     * Runs it.
     *
     * @param lists what is learnt from and scored; only those of {@code scored} sources are scored
     * @param selfOnly whether judgements are scored only, and not learnt from
     * @param folds number of parts, from 2
     */
    public static CrossValidation run(
            ListwiseTrainer trainer, List<CandidateList> lists, Set<String> scored, boolean selfOnly, int folds) {
        Map<String, List<RankingMetrics>> fused = new TreeMap<>();
        Map<String, List<RankingMetrics>> reranked = new TreeMap<>();
        for (int fold = 0; fold < folds; fold++) {
            int held = fold;
            List<CandidateList> test = lists.stream()
                    .filter(list -> foldOf(list, folds) == held
                            && scored.contains(list.query().source()))
                    .toList();
            if (test.isEmpty()) {
                continue;
            }
            // A query that several pages answer must not teach about any page of the test.
            Set<String> pages = test.stream()
                    .flatMap(list -> list.query().grades().keySet().stream())
                    .collect(Collectors.toSet());
            Perceptron network = trainer.train(lists.stream()
                    .filter(list -> !selfOnly || !list.query().source().equals("judgements"))
                    .filter(list -> foldOf(list, folds) != held)
                    .filter(list -> list.query().grades().keySet().stream().noneMatch(pages::contains))
                    .map(CandidateList::toTraining)
                    .toList());
            for (CandidateList list : test) {
                String lang = list.query().lang();
                fused.computeIfAbsent(lang, l -> new ArrayList<>()).add(list.fused());
                reranked.computeIfAbsent(lang, l -> new ArrayList<>()).add(list.reranked(network.score(list.rows())));
            }
        }
        Map<String, Score> scores = new TreeMap<>();
        fused.forEach((lang, before) -> scores.put(lang, score(before, reranked.getOrDefault(lang, List.of()))));
        return new CrossValidation(scores);
    }

    /** The scores of one network on lists that it was not trained on. */
    public static Map<String, Score> evaluate(Perceptron network, List<CandidateList> lists) {
        Map<String, Score> scores = new TreeMap<>();
        lists.stream()
                .collect(Collectors.groupingBy(list -> list.query().lang()))
                .forEach((lang, own) -> scores.put(
                        lang,
                        score(
                                own.stream().map(CandidateList::fused).toList(),
                                own.stream()
                                        .map(list -> list.reranked(network.score(list.rows())))
                                        .toList())));
        return scores;
    }

    private static Score score(List<RankingMetrics> before, List<RankingMetrics> after) {
        return new Score(
                before.size(),
                RankingMetrics.mean(before),
                RankingMetrics.mean(after),
                PairedBootstrap.of(
                        before.stream().mapToDouble(RankingMetrics::ndcg10).toArray(),
                        after.stream().mapToDouble(RankingMetrics::ndcg10).toArray()));
    }

    private static int foldOf(CandidateList list, int folds) {
        return Math.floorMod((list.query().page().hashCode() * 0x9E3779B1) >>> 7, folds);
    }
}
