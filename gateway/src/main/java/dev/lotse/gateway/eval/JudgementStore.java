package dev.lotse.gateway.eval;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Keeps which pages answer which queries of a site, and how good each release was by that. Thread-safe. */
public interface JudgementStore {
    /** All judged queries of a site, in the order of their texts. */
    List<Judged> judged(String site);

    /** Replaces the grades of queries; those without any grade are forgotten. All or none are written. */
    void put(String site, List<Judged> queries);

    /** How good releases were, the newest first. */
    List<Quality> history(String site, int limit);

    /** Releases in force of sites with a relevant page for any query, whose quality was not recorded yet. */
    List<Unmeasured> unmeasured();

    /** Notes how good a release is; the first note on a release stays. */
    void record(String site, Quality quality);

    /**
     * A query and its grades.
     *
     * @param grades grade (0 for wrong, higher is better) by object id; empty to forget the query
     * @param by who judged last
     */
    record Judged(String query, Map<String, Integer> grades, Instant at, String by) {
        public Judged {
            grades = Map.copyOf(grades);
        }
    }

    /**
     * How good a release is.
     *
     * @param queries number of judged queries that it is the mean of; means of other queries do not compare
     * @param ndcg mean nDCG@10, 0 to 1
     */
    record Quality(int release, Instant at, int queries, double ndcg) {}

    /** A release that is to be measured. */
    record Unmeasured(String site, int release) {}
}
