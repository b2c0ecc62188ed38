package dev.lotse.gateway.eval;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs judged queries through the pipeline that visitors use.
 *
 * <p>Each query runs twice: to depth 100 for the metrics, and for one page of 10 for the time, because that is what a visitor
 * waits for. The deep run comes first, so that the timed one finds a warmed-up JVM; nothing is cached between them.
 */
public final class Evaluation {
    private static final int DEPTH = 100;
    private static final int PAGE = 10;

    /** Long, so that quality is measured and not the speed of this machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SearchService search;
    private final NanoClock clock;

    public Evaluation(SearchService search, NanoClock clock) {
        this.search = search;
        this.clock = clock;
    }

    /**
     * What is measured.
     *
     * @param lang language of the queries, or null to detect it
     */
    public record Plan(String site, @Nullable String lang, SearchMode mode) {}

    /**
     * One query's result.
     *
     * @param best object ids of the first page of results
     */
    public record QueryResult(String id, String text, RankingMetrics metrics, List<String> best) {}

    /**
     * The whole run's result.
     *
     * @param degraded how often each step was left out in the deep run, by wire name; quality is not comparable if it was
     * @param versions what was measured
     */
    public record Result(
            Plan plan,
            RankingMetrics mean,
            Latencies latencies,
            List<QueryResult> queries,
            Map<String, Integer> degraded,
            Map<String, String> versions) {}

    /** Is told after each query. */
    @FunctionalInterface
    public interface Progress {
        void done(int queries, int of);
    }

    /**
     * Runs all queries, one after the other.
     *
     * @throws JudgementException when the site cannot be searched
     */
    public Result run(Plan plan, Judgements judgements, Progress progress) {
        List<QueryResult> results = new ArrayList<>();
        Map<String, Integer> degraded = new TreeMap<>();
        Map<String, String> versions = Map.of();
        List<Judgements.Query> queries = judgements.queries();
        int steps = queries.size() * 2;
        for (Judgements.Query query : queries) {
            SearchOutcome.Answered answer = search(plan, query, DEPTH);
            List<String> ranked = answer.result().hits().stream()
                    .map(hit -> hit.page().objectId())
                    .toList();
            results.add(new QueryResult(
                    query.id(),
                    query.text(),
                    RankingMetrics.of(ranked, query.grades()),
                    ranked.subList(0, Math.min(PAGE, ranked.size()))));
            answer.degraded().forEach(step -> degraded.merge(step.wireName(), 1, Integer::sum));
            versions = answer.versions();
            progress.done(results.size(), steps);
        }
        long[] nanos = new long[queries.size()];
        for (int i = 0; i < nanos.length; i++) {
            long start = clock.nanos();
            SearchOutcome.Answered unused = search(plan, queries.get(i), PAGE);
            nanos[i] = clock.nanos() - start;
            progress.done(queries.size() + i + 1, steps);
        }
        return new Result(
                plan,
                RankingMetrics.mean(results.stream().map(QueryResult::metrics).toList()),
                Latencies.of(nanos),
                List.copyOf(results),
                degraded,
                versions);
    }

    private SearchOutcome.Answered search(Plan plan, Judgements.Query query, int size) {
        SearchRequest request = new SearchRequest(
                plan.site(),
                query.text(),
                0,
                size,
                plan.lang(),
                new Filter.All(),
                Set.of(),
                plan.mode(),
                true,
                null,
                null,
                false);
        return switch (search.search(request, Deadline.in(TIMEOUT, clock))) {
            case SearchOutcome.Answered answer -> answer;
            case SearchOutcome.UnknownSite(String site) ->
                throw new JudgementException("there is no site '" + site + "'");
            case SearchOutcome.Invalid(String field, String detail) ->
                throw new JudgementException("query '" + query.id() + "': " + field + ": " + detail);
            case SearchOutcome.Unavailable(String detail) ->
                throw new JudgementException("query '" + query.id() + "': " + detail);
        };
    }
}
