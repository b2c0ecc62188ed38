package dev.lotse.gateway.rules;

import dev.lotse.gateway.retrieval.Filter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the rules that met one search do together. Where they contradict each other the one of higher priority wins: a page is
 * pinned once, a place is given once (the later pin takes the next free one), there is one redirect, one banner and one reply.
 * Filters and hides all hold, factors multiply. Immutable.
 *
 * @param pins object ids by place from 1
 * @param only filters that all must hold
 * @param hidden pages that are left out, also where they are pinned
 * @param boosts factors for pages
 * @param redirect where to, or null
 * @param banner what to show, or null
 * @param reply what a question gets, or null
 * @param rules the rules, by falling priority
 */
public record Effects(
        NavigableMap<Integer, String> pins,
        List<Filter> only,
        List<Filter> hidden,
        List<RuleAction.Boost> boosts,
        RuleAction.@Nullable Redirect redirect,
        RuleAction.@Nullable Banner banner,
        RuleAction.@Nullable Reply reply,
        List<Rule> rules) {

    /** No rule has a part. */
    public static final Effects NONE = of(List.of());

    static Effects of(List<Rule> rules) {
        TreeMap<Integer, String> pins = new TreeMap<>();
        Set<String> pinned = new HashSet<>();
        List<Filter> only = new ArrayList<>();
        List<Filter> hidden = new ArrayList<>();
        List<RuleAction.Boost> boosts = new ArrayList<>();
        RuleAction.Redirect redirect = null;
        RuleAction.Banner banner = null;
        RuleAction.Reply reply = null;
        for (Rule rule : rules) {
            for (RuleAction action : rule.actions()) {
                switch (action) {
                    case RuleAction.Pin(String objectId, int position) -> {
                        if (pinned.add(objectId)) {
                            int free = position;
                            while (pins.containsKey(free)) {
                                free++;
                            }
                            pins.put(free, objectId);
                        }
                    }
                    case RuleAction.Hide(Filter pages) -> hidden.add(pages);
                    case RuleAction.Only(Filter pages) -> only.add(pages);
                    case RuleAction.Boost boost -> boosts.add(boost);
                    case RuleAction.Redirect first -> redirect = redirect == null ? first : redirect;
                    case RuleAction.Banner first -> banner = banner == null ? first : banner;
                    case RuleAction.Reply first -> reply = reply == null ? first : reply;
                }
            }
        }
        return new Effects(
                Collections.unmodifiableNavigableMap(pins),
                List.copyOf(only),
                List.copyOf(hidden),
                List.copyOf(boosts),
                redirect,
                banner,
                reply,
                List.copyOf(rules));
    }

    /** The visitor's filter with what the rules restrict. */
    public Filter restrict(Filter filter) {
        List<Filter> all = new ArrayList<>(RuleIndex.chosen(filter));
        all.addAll(only);
        hidden.forEach(pages -> all.add(new Filter.Not(pages)));
        all.removeIf(Filter.All.class::isInstance);
        return switch (all.size()) {
            case 0 -> new Filter.All();
            case 1 -> all.getFirst();
            default -> new Filter.And(all);
        };
    }
}
