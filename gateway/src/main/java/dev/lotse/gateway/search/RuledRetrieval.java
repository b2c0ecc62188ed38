package dev.lotse.gateway.search;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.Highlights;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.PageMatch;
import dev.lotse.gateway.retrieval.PageWords;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.rules.Effects;
import dev.lotse.gateway.rules.RuleAction;
import dev.lotse.ranking.text.TextLanguage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Retrieval under rules, the same on every engine. Hides and filters are part of the engine's own filter, so paging, totals and
 * facets hold by themselves. Pinned pages are left out of the engine's list and stand at their places around it, after every other
 * step, so that no reranker moves them. Factors reorder the best {@value #BOOST_WINDOW} pages by score after the reranker; the
 * window does not depend on the page asked for, so that going deeper never repeats or skips a page.
 *
 * <p>Thread-safe.
 */
final class RuledRetrieval {
    /** Pages further down stay where they are. */
    private static final int BOOST_WINDOW = 100;

    private final SearchEngine engine;

    RuledRetrieval(SearchEngine engine) {
        this.engine = engine;
    }

    /** Where the ranks below the rules come from: the engine, or what stands around it. */
    @FunctionalInterface
    interface Ranks {
        /** See {@link SearchEngine#search}. */
        RetrievalResult search(String site, RetrievalRequest request, Deadline deadline);
    }

    /**
     * Retrieves.
     *
     * @param request with the rules' filters and hides already in its filter
     * @param visitorFilter what the visitor filters by, which pins obey too
     */
    RetrievalResult search(
            String site,
            RetrievalRequest request,
            Filter visitorFilter,
            Effects effects,
            Ranks ranks,
            Deadline deadline) {
        if (effects.pins().isEmpty() && effects.boosts().isEmpty()) {
            return ranks.search(site, request, deadline);
        }
        NavigableMap<Integer, PageDocument> pins = pins(site, request, visitorFilter, effects);
        RetrievalRequest others = without(pins, request);
        int before = pins.headMap(request.offset() + 1).size();
        RetrievalResult found = slice(site, others, request.offset() - before, effects.boosts(), ranks, deadline);
        return pins.isEmpty() ? found : merge(pins, found, request);
    }

    /** The pinned pages that may be shown, by place. */
    private NavigableMap<Integer, PageDocument> pins(
            String site, RetrievalRequest request, Filter visitorFilter, Effects effects) {
        TreeMap<Integer, PageDocument> pins = new TreeMap<>();
        effects.pins().forEach((position, objectId) -> {
            PageDocument document = engine.page(site, objectId).orElse(null);
            if (document != null && mayShow(document.page(), request, visitorFilter, effects)) {
                pins.put(position, document);
            }
        });
        return pins;
    }

    private static boolean mayShow(Page page, RetrievalRequest request, Filter visitorFilter, Effects effects) {
        return PageMatch.isValid(page, request.at())
                && PageMatch.passes(page, visitorFilter)
                && effects.hidden().stream().noneMatch(hidden -> PageMatch.passes(page, hidden));
    }

    private static PageHit hit(PageDocument document, RetrievalRequest request) {
        Passage passage = document.passages()
                .get(bestPassage(document, request.meaning().get().vector()));
        return new PageHit(
                document.page(),
                0,
                passage,
                Highlights.of(passage.text(), TextLanguage.of(document.page().lang()), request.texts()),
                null);
    }

    private static int bestPassage(PageDocument document, float @Nullable [] vector) {
        int best = 0;
        if (vector != null) {
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < document.vectors().size(); i++) {
                float[] passage = document.vectors().get(i);
                double product = 0;
                for (int d = 0; d < passage.length && d < vector.length; d++) {
                    product += passage[d] * vector[d];
                }
                if (product > highest) {
                    highest = product;
                    best = i;
                }
            }
        }
        return best;
    }

    private static RetrievalRequest without(NavigableMap<Integer, PageDocument> pins, RetrievalRequest request) {
        if (pins.isEmpty()) {
            return request;
        }
        List<Filter> pinned = pins.values().stream()
                .<Filter>map(pin ->
                        new Filter.Equal(FilterField.OBJECT_ID, pin.page().objectId()))
                .toList();
        Filter others = new Filter.Not(pinned.size() == 1 ? pinned.getFirst() : new Filter.Or(pinned));
        return request.withFilter(
                request.filter() instanceof Filter.All ? others : new Filter.And(List.of(request.filter(), others)));
    }

    /** The engine's list from a rank on, its best reordered by the factors. */
    private static RetrievalResult slice(
            String site,
            RetrievalRequest request,
            int offset,
            List<RuleAction.Boost> boosts,
            Ranks ranks,
            Deadline deadline) {
        if (boosts.isEmpty() || offset >= BOOST_WINDOW) {
            return ranks.search(site, request.withSlice(offset, request.size()), deadline);
        }
        int end = offset + request.size();
        RetrievalResult found = ranks.search(site, request.withSlice(0, Math.max(BOOST_WINDOW, end)), deadline);
        int window = Math.min(BOOST_WINDOW, found.hits().size());
        List<PageHit> ordered = new ArrayList<>();
        for (PageHit hit : found.hits().subList(0, window)) {
            ordered.add(hit.withScore(boosted(hit, boosts)));
        }
        ordered.sort(Comparator.comparingDouble(PageHit::score).reversed());
        ordered.addAll(found.hits().subList(window, found.hits().size()));
        int size = ordered.size();
        return found.withHits(
                ordered.subList(Math.min(offset, size), Math.min(end, size)), found.total(), found.facets());
    }

    private static double boosted(PageHit hit, List<RuleAction.Boost> boosts) {
        double factor = 1;
        for (RuleAction.Boost boost : boosts) {
            if (PageMatch.passes(hit.page(), boost.pages())) {
                factor *= boost.factor();
            }
        }
        // A score below nothing must fall when its page is lowered, too.
        return hit.score() >= 0 ? hit.score() * factor : hit.score() / factor;
    }

    private static RetrievalResult merge(
            NavigableMap<Integer, PageDocument> pins, RetrievalResult found, RetrievalRequest request) {
        // A place behind the last page is the place after it.
        Map<Integer, PageHit> placed = new HashMap<>();
        int earlier = 0;
        for (Map.Entry<Integer, PageDocument> pin : pins.entrySet()) {
            placed.put((int) Math.min(pin.getKey() - 1, found.total() + earlier), hit(pin.getValue(), request));
            earlier++;
        }
        List<PageHit> hits = new ArrayList<>(request.size());
        int next = 0;
        for (int rank = request.offset(); rank < request.offset() + request.size(); rank++) {
            PageHit pin = placed.get(rank);
            if (pin != null) {
                double score = hits.isEmpty() ? best(found) : hits.getLast().score();
                hits.add(pin.withScore(score));
            } else if (next < found.hits().size()) {
                hits.add(found.hits().get(next));
                next++;
            }
        }
        Map<FilterField, Map<String, Long>> facets = new HashMap<>();
        found.facets().forEach((field, counts) -> {
            Map<String, Long> all = new HashMap<>(counts);
            pins.values()
                    .forEach(pin -> PageWords.filterValues(pin.page(), field)
                            .forEach(value -> all.merge(value, 1L, Long::sum)));
            facets.put(field, byCount(all));
        });
        return found.withHits(hits, found.total() + pins.size(), facets);
    }

    private static double best(RetrievalResult found) {
        return found.hits().isEmpty() ? 1 : found.hits().getFirst().score();
    }

    private static Map<String, Long> byCount(Map<String, Long> counts) {
        Map<String, Long> ordered = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(count -> ordered.put(count.getKey(), count.getValue()));
        return ordered;
    }
}
