package dev.lotse.gateway.rules;

import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.ranking.text.TextLanguage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@link RuleSet} in the form that meets queries: matching takes microseconds however many entries there are. Immutable and
 * thread-safe.
 */
public final class CompiledRules {
    /** Most synonyms in a release. */
    public static final int MAX_SYNONYMS = 100_000;

    /** Most rules in a release. */
    public static final int MAX_RULES = 20_000;

    /** Most regular expressions in a release: each is tried on every query. */
    public static final int MAX_EXPRESSIONS = 100;

    /** Most examples of meanings in a release: each is compared with every query's vector. */
    public static final int MAX_EXAMPLES = 200;

    /** No synonym and no rule. */
    public static final CompiledRules NONE = new CompiledRules("none", RuleSet.EMPTY);

    private final String version;
    private final RuleSet content;
    private final Map<TextLanguage, SynonymIndex> synonyms = new EnumMap<>(TextLanguage.class);
    private final RuleIndex rules;
    private final boolean replaces;
    private final boolean replies;
    private final boolean byDevice;
    private final List<Rule> meanings;

    /** When entries begin or cease to hold, in milliseconds, rising. */
    private final long[] borders;

    private CompiledRules(String version, RuleSet content) {
        this.version = version;
        this.content = content;
        for (TextLanguage language : TextLanguage.values()) {
            SynonymIndex index = new SynonymIndex(language);
            for (Synonym synonym : content.synonyms().values()) {
                if (synonym.lang().equals(Entry.ANY_LANGUAGE) || synonym.lang().equals(language.tag())) {
                    index.add(synonym);
                }
            }
            synonyms.put(language, index);
        }
        rules = new RuleIndex(content.rules().values());
        replaces = content.synonyms().values().stream().anyMatch(synonym -> synonym.type() == Synonym.Type.REPLACEMENT);
        replies = content.rules().values().stream()
                .flatMap(rule -> rule.actions().stream())
                .anyMatch(RuleAction.Reply.class::isInstance);
        byDevice = content.rules().values().stream()
                .anyMatch(rule -> rule.enabled() && !rule.condition().devices().isEmpty());
        meanings = content.rules().values().stream()
                .filter(rule -> rule.enabled() && rule.condition().match() == Condition.Match.MEANING)
                .toList();
        borders = Stream.concat(content.synonyms().values().stream(), content.rules().values().stream())
                .flatMap(entry ->
                        Stream.of(entry.validity().from(), entry.validity().until()))
                .filter(Objects::nonNull)
                .mapToLong(Instant::toEpochMilli)
                .distinct()
                .sorted()
                .toArray();
    }

    /**
     * Compiles a release.
     *
     * @param version names it in responses and cache keys
     * @throws IllegalArgumentException with the first of its {@link #problems}
     */
    public static CompiledRules compile(String version, RuleSet content) {
        List<EntryProblem> problems = problems(content);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.getFirst().detail());
        }
        return content.size() == 0 && version.isEmpty() ? NONE : new CompiledRules(version, content);
    }

    /** Why the entries cannot be a release together; empty where they can. */
    public static List<EntryProblem> problems(RuleSet content) {
        List<EntryProblem> problems = new ArrayList<>();
        atMost("synonyms", content.synonyms().size(), MAX_SYNONYMS, problems);
        atMost("rules", content.rules().size(), MAX_RULES, problems);
        atMost("regular expressions", values(content, Condition.Match.REGEX), MAX_EXPRESSIONS, problems);
        atMost("examples of meanings", values(content, Condition.Match.MEANING), MAX_EXAMPLES, problems);
        for (String lang : List.of("de", "en")) {
            replacements(content, lang, problems);
        }
        return problems.stream().distinct().toList();
    }

    private static int values(RuleSet content, Condition.Match match) {
        return content.rules().values().stream()
                .filter(Rule::enabled)
                .filter(rule -> rule.condition().match() == match)
                .mapToInt(rule -> rule.condition().values().size())
                .sum();
    }

    private static void atMost(String what, int found, int most, List<EntryProblem> problems) {
        if (found > most) {
            problems.add(new EntryProblem(
                    what,
                    Integer.toString(found),
                    "at most " + most,
                    "the release has " + found + " " + what + "; allowed are at most " + most));
        }
    }

    /** A term that is replaced twice, or back to itself, has no meaning. */
    private static void replacements(RuleSet content, String lang, List<EntryProblem> problems) {
        Map<String, Synonym> byTerm = new HashMap<>();
        for (Synonym synonym : content.synonyms().values()) {
            if (synonym.type() != Synonym.Type.REPLACEMENT
                    || !List.of(Entry.ANY_LANGUAGE, lang).contains(synonym.lang())) {
                continue;
            }
            for (String term : synonym.terms()) {
                Synonym other = byTerm.put(RuleIndex.joined(QueryWord.of(term)), synonym);
                if (other != null && overlap(other.validity(), synonym.validity())) {
                    problems.add(new EntryProblem(
                            "synonyms/" + synonym.id(),
                            term,
                            "one replacement for a term",
                            "'" + term + "' is replaced by synonym " + other.id() + " and by synonym " + synonym.id()));
                }
            }
        }
        for (String term : byTerm.keySet()) {
            Set<String> seen = new HashSet<>();
            String at = term;
            Synonym next = byTerm.get(at);
            while (next != null && seen.add(at)) {
                at = RuleIndex.joined(QueryWord.of(next.to().getFirst()));
                next = byTerm.get(at);
            }
            if (next != null && at.equals(term)) {
                problems.add(new EntryProblem(
                        "synonyms/" + Objects.requireNonNull(byTerm.get(term)).id(),
                        term,
                        "replacements without a circle",
                        "the replacement of '" + term + "' leads back to itself"));
            }
        }
    }

    private static boolean overlap(Validity a, Validity b) {
        boolean apart = (a.until() != null && b.from() != null && !b.from().isBefore(a.until()))
                || (b.until() != null && a.from() != null && !a.from().isBefore(b.until()));
        return !apart;
    }

    /** What responses call it, such as {@code 12-3f9a61c0}. */
    public String version() {
        return version;
    }

    /** What was compiled. */
    public RuleSet content() {
        return content;
    }

    /** Changes whenever the answer to a search may: with the version, and when an entry begins or ceases to hold. */
    public String fingerprint(Instant at) {
        int place = Arrays.binarySearch(borders, at.toEpochMilli());
        return version + "@" + (place < 0 ? -place - 1 : place + 1);
    }

    /** Whether there is nothing in it that could change a search. */
    public boolean isEmpty() {
        return content.size() == 0;
    }

    /** Whether a rule asks what the visitor searches with. */
    public boolean byDevice() {
        return byDevice;
    }

    /** The rules in use that ask what the query means. */
    public List<Rule> meanings() {
        return meanings;
    }

    /** Whether a query may be searched for as another one. */
    public boolean replaces() {
        return replaces;
    }

    /** Whether a question may get what a rule says. */
    public boolean replies() {
        return replies;
    }

    /** The query with its replacements, in the first of the languages. */
    public Rewrite rewrite(String query, List<QueryWord> words, String lang, Instant at) {
        return Rewrite.of(query, index(lang).find(query, words, true, at));
    }

    /** Where equivalent and one-way synonyms of a language stand in the query. */
    public List<SynonymHit> synonyms(String query, List<QueryWord> words, String lang, Instant at) {
        return index(lang).find(query, words, false, at);
    }

    /** What the rules do to a search of which only the query is known. */
    public Effects effects(List<QueryWord> words, Collection<String> languages, Filter filter, Instant at) {
        return effects(words, languages, filter, Visit.UNKNOWN, at);
    }

    /**
     * What the rules do to a search.
     *
     * @param words of the query as typed
     * @param languages that it may be in
     * @param filter the visitor's own
     * @param visit what else is known of the search
     */
    public Effects effects(
            List<QueryWord> words, Collection<String> languages, Filter filter, Visit visit, Instant at) {
        List<Rule> holding = rules.find(words, languages, filter, visit, at);
        return holding.isEmpty() ? Effects.NONE : Effects.of(holding);
    }

    private SynonymIndex index(String lang) {
        return Objects.requireNonNull(synonyms.get(TextLanguage.of(lang)));
    }
}
