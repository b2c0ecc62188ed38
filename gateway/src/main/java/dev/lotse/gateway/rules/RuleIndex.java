package dev.lotse.gateway.rules;

import dev.lotse.gateway.retrieval.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the rules whose condition a search meets. Immutable once built; thread-safe. */
final class RuleIndex {
    /** In force, by falling priority. */
    private final List<Rule> rules;

    private final Map<String, List<Integer>> exact = new HashMap<>();
    private final PhraseIndex<Integer> phrases = new PhraseIndex<>();
    private final Map<String, List<Integer>> prefixes = new HashMap<>();
    private final TreeSet<Integer> prefixLengths = new TreeSet<>();
    private final List<Expression> expressions = new ArrayList<>();
    private final List<Integer> always = new ArrayList<>();
    private final Map<String, Integer> meanings = new HashMap<>();

    private record Expression(SafePattern pattern, int rule) {}

    RuleIndex(Collection<Rule> all) {
        rules = all.stream()
                .filter(Rule::enabled)
                .sorted(Comparator.comparingInt(Rule::priority).reversed().thenComparing(Rule::id))
                .toList();
        for (int i = 0; i < rules.size(); i++) {
            add(rules.get(i).condition(), i);
        }
    }

    private void add(Condition condition, int rule) {
        if (condition.match() == Condition.Match.ANY) {
            always.add(rule);
        }
        if (condition.match() == Condition.Match.MEANING) {
            meanings.put(rules.get(rule).id(), rule);
        }
        for (String value : condition.values()) {
            switch (condition.match()) {
                case ANY, MEANING -> {}
                case EXACT ->
                    exact.computeIfAbsent(joined(QueryWord.of(value)), key -> new ArrayList<>(1))
                            .add(rule);
                case CONTAINS -> phrases.add(texts(QueryWord.of(value)), rule);
                case PREFIX -> {
                    String prefix = joined(QueryWord.of(value));
                    prefixes.computeIfAbsent(prefix, key -> new ArrayList<>(1)).add(rule);
                    prefixLengths.add(prefix.length());
                }
                case REGEX -> expressions.add(new Expression(new SafePattern(value), rule));
            }
        }
    }

    /** The rules for a search, by falling priority. */
    List<Rule> find(List<QueryWord> words, Collection<String> languages, Filter filter, Visit visit, Instant at) {
        if (rules.isEmpty()) {
            return List.of();
        }
        TreeSet<Integer> found = new TreeSet<>(always);
        for (String id : visit.near()) {
            Integer rule = meanings.get(id);
            if (rule != null) {
                found.add(rule);
            }
        }
        if (!words.isEmpty()) {
            String query = joined(words);
            found.addAll(exact.getOrDefault(query, List.of()));
            phrases.find(texts(words), (from, to, rule) -> found.add(rule));
            for (int length : prefixLengths.headSet(query.length(), true)) {
                found.addAll(prefixes.getOrDefault(query.substring(0, length), List.of()));
            }
            for (Expression expression : expressions) {
                if (expression.pattern().isIn(query)) {
                    found.add(expression.rule());
                }
            }
        }
        List<Rule> holding = new ArrayList<>();
        for (int index : found) {
            Rule rule = rules.get(index);
            Condition condition = rule.condition();
            boolean language = condition.lang().equals(Entry.ANY_LANGUAGE) || languages.contains(condition.lang());
            boolean device =
                    condition.devices().isEmpty() || condition.devices().contains(visit.device());
            if (language
                    && device
                    && rule.validity().contains(at)
                    && chosen(filter).containsAll(condition.facets())) {
                holding.add(rule);
            }
        }
        return holding;
    }

    /** The values that every page must have, as the visitor chose them. */
    static List<Filter> chosen(Filter filter) {
        return filter instanceof Filter.And(List<Filter> operands) ? operands : List.of(filter);
    }

    static String joined(List<QueryWord> words) {
        return words.stream().map(QueryWord::text).collect(Collectors.joining(" "));
    }

    private static List<String> texts(List<QueryWord> words) {
        return words.stream().map(QueryWord::text).toList();
    }
}
