package dev.lotse.gateway.preview;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.RuleSet;
import dev.lotse.gateway.rules.RuleSource;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import dev.lotse.gateway.search.Tuning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One query before and after a change of synonyms and rules. Which entry moved a page is not guessed: each that differs and met the
 * query is taken back in its turn, and the pages that stand elsewhere then are its work. Thread-safe.
 */
public final class QueryPreview {
    /** Each costs a search. */
    private static final int MAX_CAUSES = 12;

    /** Long, so that the preview shows what the rules do and not how busy this machine is. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Function<RuleSource, SearchService> pipelines;
    private final NanoClock clock;

    /** @param pipelines makes a pipeline under given rules; cheap */
    public QueryPreview(Function<RuleSource, SearchService> pipelines, NanoClock clock) {
        this.pipelines = pipelines;
        this.clock = clock;
    }

    /**
     * A page on either side.
     *
     * @param before rank from 1, or null where it is not among those asked for
     * @param after the same, with the change
     * @param causes entries without whose change it would stand elsewhere; empty where it did not move
     */
    public record Row(
            Page page, @Nullable Integer before, @Nullable Integer after, List<Tuning.Applied> causes) {
        public Row {
            causes = List.copyOf(causes);
        }
    }

    /**
     * Both sides.
     *
     * @param rows in the order of after, then the pages that fell out
     * @param complete whether every entry that differs was tried as a cause
     */
    public record Result(
            SearchOutcome.Answered before, SearchOutcome.Answered after, List<Row> rows, boolean complete) {}

    /** A search that has no answer. */
    public static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient SearchOutcome outcome;

        NoAnswer(SearchOutcome outcome) {
            super("the query has no answer");
            this.outcome = outcome;
        }

        /** What there was instead. */
        public SearchOutcome outcome() {
            return outcome;
        }
    }

    /**
     * Compares.
     *
     * @throws NoAnswer where the query cannot be searched for
     */
    public Result compare(SearchRequest request, CompiledRules before, CompiledRules after) {
        SearchOutcome.Answered first = search(request, before);
        SearchOutcome.Answered second = search(request, after);
        Map<String, Integer> firstRanks = ranks(first);
        Map<String, Integer> secondRanks = ranks(second);
        Set<Tuning.Applied> suspects = new LinkedHashSet<>(second.tuning().applied());
        suspects.addAll(first.tuning().applied());
        RuleSet met = only(after.content(), suspects);
        suspects.removeIf(suspect -> Objects.equals(entry(before, suspect), entry(after, suspect)));
        Map<String, List<Tuning.Applied>> causes = new LinkedHashMap<>();
        boolean moved = !firstRanks.equals(secondRanks);
        int tried = 0;
        for (Tuning.Applied suspect : suspects) {
            if (moved && tried++ < MAX_CAUSES) {
                CompiledRules without = CompiledRules.compile("without", takenBack(met, suspect, before));
                Map<String, Integer> ranks = ranks(search(request, without));
                Set<String> all = new LinkedHashSet<>(ranks.keySet());
                all.addAll(secondRanks.keySet());
                all.stream()
                        .filter(id -> !Objects.equals(ranks.get(id), secondRanks.get(id)))
                        .forEach(id -> causes.computeIfAbsent(id, page -> new ArrayList<>())
                                .add(suspect));
            }
        }
        return new Result(first, second, rows(first, second, firstRanks, secondRanks, causes), tried <= MAX_CAUSES);
    }

    private static List<Row> rows(
            SearchOutcome.Answered first,
            SearchOutcome.Answered second,
            Map<String, Integer> firstRanks,
            Map<String, Integer> secondRanks,
            Map<String, List<Tuning.Applied>> causes) {
        Map<String, Page> pages = new LinkedHashMap<>();
        second.result().hits().forEach(hit -> pages.put(hit.page().objectId(), hit.page()));
        first.result().hits().forEach(hit -> pages.putIfAbsent(hit.page().objectId(), hit.page()));
        List<Row> rows = new ArrayList<>();
        pages.forEach((id, page) -> {
            Integer before = firstRanks.get(id);
            Integer after = secondRanks.get(id);
            boolean same = Objects.equals(before, after);
            rows.add(new Row(page, before, after, same ? List.of() : causes.getOrDefault(id, List.of())));
        });
        return rows;
    }

    /** Runs the query under rules. */
    SearchOutcome.Answered search(SearchRequest request, CompiledRules rules) {
        SearchOutcome outcome = pipelines.apply(site -> rules).search(request, Deadline.in(TIMEOUT, clock));
        if (outcome instanceof SearchOutcome.Answered answered) {
            return answered;
        }
        throw new NoAnswer(outcome);
    }

    /** The entries that met the query; all others have no part in it, so a compilation can do without them. */
    private static RuleSet only(RuleSet content, Set<Tuning.Applied> applied) {
        List<Entry> entries = new ArrayList<>();
        for (Tuning.Applied each : applied) {
            Entry entry = content.of(each.kind()).get(each.id());
            if (entry != null) {
                entries.add(entry);
            }
        }
        return RuleSet.of(entries);
    }

    private static RuleSet takenBack(RuleSet met, Tuning.Applied suspect, CompiledRules before) {
        RuleSet without = met.without(suspect.kind(), suspect.id());
        Entry old = entry(before, suspect);
        if (old == null) {
            return without;
        }
        List<Entry> entries = new ArrayList<>(without.synonyms().values());
        entries.addAll(without.rules().values());
        entries.add(old);
        return RuleSet.of(entries);
    }

    private static @Nullable Entry entry(CompiledRules rules, Tuning.Applied applied) {
        return rules.content().of(applied.kind()).get(applied.id());
    }

    private static Map<String, Integer> ranks(SearchOutcome.Answered answer) {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        int rank = 0;
        for (PageHit hit : answer.result().hits()) {
            ranks.put(hit.page().objectId(), ++rank);
        }
        return ranks;
    }
}
