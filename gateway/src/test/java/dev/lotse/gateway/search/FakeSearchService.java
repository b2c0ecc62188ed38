package dev.lotse.gateway.search;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.Suggestion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A search whose answers the test decides, and which remembers what it was asked. Thread-safe for one test's server. */
public final class FakeSearchService implements SearchService {
    /** What {@code suggest} was asked. */
    public record SuggestCall(
            String site, String prefix, @Nullable String lang, int limit) {}

    private volatile Function<SearchRequest, SearchOutcome> answers = request -> answered(List.of(), 0);
    private volatile List<Suggestion> suggestions = List.of();
    private volatile String fingerprint = "3.1";
    private volatile @Nullable RuntimeException suggestFailure;
    private volatile @Nullable SearchRequest lastRequest;
    private volatile @Nullable Duration lastBudget;
    private volatile @Nullable SuggestCall lastSuggest;

    /** A search, for tests to which it does not matter which. */
    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    public static SearchRequest anyRequest() {
        return new SearchRequest(
                "werke", "umzug", 0, 10, "de", new Filter.All(), Set.of(), SearchMode.HYBRID, false, null, null, false);
    }

    public void answer(Function<SearchRequest, SearchOutcome> function) {
        answers = function;
    }

    public void answer(SearchOutcome outcome) {
        answers = request -> outcome;
    }

    public void suggest(Suggestion... all) {
        suggestions = List.of(all);
    }

    public void failSuggest(RuntimeException failure) {
        suggestFailure = failure;
    }

    /** The last request; fails the test if there was none. */
    public SearchRequest lastRequest() {
        SearchRequest request = lastRequest;
        if (request == null) {
            throw new AssertionError("the service was not asked");
        }
        return request;
    }

    public boolean wasAsked() {
        return lastRequest != null;
    }

    public Duration lastBudget() {
        Duration budget = lastBudget;
        if (budget == null) {
            throw new AssertionError("the service was not asked");
        }
        return budget;
    }

    public @Nullable SuggestCall lastSuggest() {
        return lastSuggest;
    }

    @Override
    public SearchOutcome search(SearchRequest request, Deadline deadline) {
        lastRequest = request;
        lastBudget = deadline.remaining();
        return answers.apply(request);
    }

    /** Pretends that index, model or settings changed. */
    public void changeFingerprint(String changed) {
        fingerprint = changed;
    }

    @Override
    public String fingerprint(String site) {
        return fingerprint;
    }

    @Override
    public List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline) {
        lastSuggest = new SuggestCall(site, prefix, lang, limit);
        RuntimeException failure = suggestFailure;
        if (failure != null) {
            throw failure;
        }
        return suggestions;
    }

    /** An answer with these hits and nothing left out. */
    public static SearchOutcome.Answered answered(List<PageHit> hits, long total) {
        return answered(hits, total, Set.of());
    }

    public static SearchOutcome.Answered answered(List<PageHit> hits, long total, Set<Step> degraded) {
        return new SearchOutcome.Answered(
                "q-1",
                "de",
                null,
                new RetrievalResult(hits, total, Map.of(), "3.1"),
                degraded,
                Map.of(Step.ENCODE, Duration.ofMillis(4), Step.ENGINE, Duration.ofMillis(7)),
                Map.of("index", "3.1", "embedder", "e5@1"));
    }

    /** A hit whose passage has the words between {@code [} and {@code ]} highlighted. */
    public static PageHit hit(String objectId, String url, String title, String marked) {
        List<PageHit.Span> spans = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int open = 0;
        for (int i = 0; i < marked.length(); i++) {
            char c = marked.charAt(i);
            if (c == '[') {
                open = text.length();
            } else if (c == ']') {
                spans.add(new PageHit.Span(open, text.length()));
            } else {
                text.append(c);
            }
        }
        Page page = new Page(
                objectId,
                url,
                title,
                List.of("Start", "Hilfe"),
                "de",
                Instant.parse("2026-03-01T10:00:00Z"),
                null,
                null,
                List.of("handbuch"),
                List.of(),
                List.of(),
                "push");
        return new PageHit(
                page, 0.75, new Passage(0, List.of("Abschnitt"), text.toString(), "0".repeat(64)), spans, null);
    }
}
