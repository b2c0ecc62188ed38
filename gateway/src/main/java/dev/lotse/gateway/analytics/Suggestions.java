package dev.lotse.gateway.analytics;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What might help visitors who found nothing: synonyms, where others said it again in other words and were served; pages that are
 * near by meaning, where the words find none. Thread-safe.
 */
public final class Suggestions {
    private static final int MOST = 50;
    private static final int LEAST_TIMES = 2;
    private static final int PAGES = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final EventStore store;
    private final SearchService search;
    private final NanoClock clock;

    public Suggestions(EventStore store, SearchService search, NanoClock clock) {
        this.store = store;
        this.search = search;
        this.clock = clock;
    }

    /**
     * A one-way synonym.
     *
     * @param from what was said first
     * @param to what was said then
     * @param pair the whole queries and how often
     */
    public record SynonymIdea(String from, String to, EventStore.Pair pair) {}

    /**
     * A query that needs a synonym, or a page.
     *
     * @param query its sums
     * @param pages nearest by meaning, the nearest first; perhaps none of them is an answer
     */
    public record UnansweredQuery(EventStore.QueryTotals query, List<Page> pages) {
        public UnansweredQuery {
            pages = List.copyOf(pages);
        }
    }

    /** Synonyms of all languages, those with the most evidence first. */
    public List<SynonymIdea> synonyms(EventStore.Span span) {
        List<SynonymIdea> ideas = new ArrayList<>();
        // Who asks again seldom says in which language.
        EventStore.Span all = new EventStore.Span(span.site(), span.firstDay(), span.lastDay(), null);
        for (EventStore.Pair pair : store.pairs(all, MOST)) {
            if (pair.times() >= LEAST_TIMES) {
                SynonymIdea idea = difference(pair);
                if (!idea.from().isEmpty() && !idea.to().isEmpty()) {
                    ideas.add(idea);
                }
            }
        }
        return ideas;
    }

    /** What differs between both queries; words that begin or end both are left out. */
    private static SynonymIdea difference(EventStore.Pair pair) {
        List<String> first = Arrays.asList(pair.first().split(" ", -1));
        List<String> next = Arrays.asList(pair.next().split(" ", -1));
        int shorter = Math.min(first.size(), next.size());
        int begin = 0;
        while (begin < shorter && first.get(begin).equals(next.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin && first.get(first.size() - 1 - end).equals(next.get(next.size() - 1 - end))) {
            end++;
        }
        return new SynonymIdea(
                String.join(" ", first.subList(begin, first.size() - end)),
                String.join(" ", next.subList(begin, next.size() - end)),
                pair);
    }

    /** Queries without a result, the most frequent first, with what is near them. */
    public List<UnansweredQuery> unanswered(EventStore.Span span) {
        List<UnansweredQuery> all = new ArrayList<>();
        for (EventStore.QueryTotals query : store.queries(span, EventStore.Order.EMPTY, MOST)) {
            all.add(new UnansweredQuery(query, near(span.site(), query.query(), span.lang())));
        }
        return all;
    }

    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    private List<Page> near(String site, String query, @Nullable String lang) {
        SearchRequest request = new SearchRequest(
                site, query, 0, PAGES, lang, new Filter.All(), Set.of(), SearchMode.SEMANTIC, false, null, null, false);
        return search.search(request, Deadline.in(TIMEOUT, clock)) instanceof SearchOutcome.Answered answered
                ? answered.result().hits().stream().map(PageHit::page).toList()
                : List.of();
    }
}
