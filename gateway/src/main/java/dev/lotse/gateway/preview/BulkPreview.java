package dev.lotse.gateway.preview;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.Comparison;
import dev.lotse.gateway.eval.Evaluation;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.RuleSource;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import dev.lotse.gateway.search.Tuning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Many queries before and after a change of synonyms and rules. Thread-safe. */
public final class BulkPreview {
    /** What a visitor looks at. */
    private static final int TOP = 10;

    private final Function<RuleSource, SearchService> pipelines;
    private final QueryPreview single;
    private final NanoClock clock;

    /** @param pipelines makes a pipeline under given rules; cheap */
    public BulkPreview(Function<RuleSource, SearchService> pipelines, NanoClock clock) {
        this.pipelines = pipelines;
        this.single = new QueryPreview(pipelines, clock);
        this.clock = clock;
    }

    /**
     * A query whose first ten pages differ, or that leads elsewhere.
     *
     * @param before number of hits
     * @param after number of hits with the change
     * @param moved how many of the first ten places have another page
     * @param redirectBefore where to, or null
     * @param redirectAfter where to with the change, or null
     * @param applied entries that met the query with the change
     */
    public record Changed(
            String query,
            long before,
            long after,
            int moved,
            @Nullable String redirectBefore,
            @Nullable String redirectAfter,
            List<Tuning.Applied> applied) {
        public Changed {
            applied = List.copyOf(applied);
        }

        /** Whether a visitor would notice. */
        boolean differs() {
            return moved > 0 || before != after || !Objects.equals(redirectBefore, redirectAfter);
        }

        /** Whether it had hits and has none. */
        public boolean emptied() {
            return before > 0 && after == 0;
        }

        /** Whether it had no hits and has some. */
        public boolean filled() {
            return before == 0 && after > 0;
        }

        /** Whether it leads elsewhere and did not. */
        public boolean redirected() {
            return redirectBefore == null && redirectAfter != null;
        }
    }

    /**
     * All queries.
     *
     * @param queries how many were tried
     * @param failed those that have no answer, such as one without a word
     * @param changed those that differ, the most moved first
     * @param judged quality on judged queries; empty where none were given
     */
    public record Result(int queries, List<String> failed, List<Changed> changed, Optional<Judged> judged) {
        public Result {
            failed = List.copyOf(failed);
            changed = List.copyOf(changed);
        }
    }

    /** Quality on both sides, and how sure their difference is. */
    public record Judged(Evaluation.Result before, Evaluation.Result after, Comparison comparison) {}

    /**
     * Compares.
     *
     * @param lang language of the queries, or null to detect it
     * @param judgements queries with known right pages, or null
     * @throws dev.lotse.gateway.eval.JudgementException when a judged query cannot be searched for
     */
    public Result compare(
            String site,
            @Nullable String lang,
            List<String> queries,
            @Nullable Judgements judgements,
            CompiledRules before,
            CompiledRules after) {
        List<Changed> changed = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (String query : queries) {
            try {
                SearchRequest request = request(site, query, lang);
                Changed each = changed(query, single.search(request, before), single.search(request, after));
                if (each.differs()) {
                    changed.add(each);
                }
            } catch (QueryPreview.NoAnswer e) {
                failed.add(query);
            }
        }
        changed.sort(Comparator.comparingInt(Changed::moved).reversed().thenComparing(Changed::query));
        Optional<Judged> judged = Optional.ofNullable(judgements).map(all -> judged(site, lang, all, before, after));
        return new Result(queries.size(), failed, changed, judged);
    }

    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    private static SearchRequest request(String site, String query, @Nullable String lang) {
        return new SearchRequest(
                site, query, 0, TOP, lang, new Filter.All(), Set.of(), SearchMode.HYBRID, true, null, null, false);
    }

    private static Changed changed(String query, SearchOutcome.Answered before, SearchOutcome.Answered after) {
        List<String> first = ids(before);
        List<String> second = ids(after);
        int moved = 0;
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            boolean same = i < first.size() && i < second.size() && first.get(i).equals(second.get(i));
            moved += same ? 0 : 1;
        }
        return new Changed(
                query,
                before.result().total(),
                after.result().total(),
                moved,
                redirect(before),
                redirect(after),
                after.tuning().applied());
    }

    private static @Nullable String redirect(SearchOutcome.Answered answer) {
        return answer.tuning().redirect() == null
                ? null
                : answer.tuning().redirect().url();
    }

    private static List<String> ids(SearchOutcome.Answered answer) {
        return answer.result().hits().stream()
                .map(PageHit::page)
                .map(page -> page.objectId())
                .toList();
    }

    private Judged judged(
            String site, @Nullable String lang, Judgements judgements, CompiledRules before, CompiledRules after) {
        Evaluation.Plan plan = new Evaluation.Plan(site, lang, SearchMode.HYBRID);
        Evaluation.Result first =
                new Evaluation(pipelines.apply(name -> before), clock).run(plan, judgements, (done, of) -> {});
        Evaluation.Result second =
                new Evaluation(pipelines.apply(name -> after), clock).run(plan, judgements, (done, of) -> {});
        return new Judged(first, second, Comparison.of(first, second));
    }
}
