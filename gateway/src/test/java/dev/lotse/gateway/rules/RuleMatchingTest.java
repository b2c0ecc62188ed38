package dev.lotse.gateway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.lotse.gateway.device.DeviceClass;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The index finds what trying every rule one by one finds. */
class RuleMatchingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Filter.Equal PRIVATE = new Filter.Equal(FilterField.TAG, "privat");

    @Property(tries = 2000)
    void theIndexFindsWhatTryingEveryRuleFinds(
            @ForAll("ruleLists") List<Rule> rules,
            @ForAll("queries") String query,
            @ForAll("languages") List<String> languages,
            @ForAll boolean chosen) {
        Filter filter = chosen ? new Filter.And(List.of(PRIVATE, new Filter.Equal(FilterField.LANG, "de"))) : PRIVATE;
        Filter visitors = chosen ? filter : new Filter.All();

        List<Rule> found = new RuleIndex(rules).find(QueryWord.of(query), languages, visitors, VISIT, NOW);

        assertThat(found).isEqualTo(oneByOne(rules, query, languages, chosen));
    }

    private static List<Rule> oneByOne(List<Rule> rules, String query, List<String> languages, boolean chosen) {
        String words = String.join(
                " ", QueryWord.of(query).stream().map(QueryWord::text).toList());
        List<Rule> found = new ArrayList<>();
        for (Rule rule : rules) {
            Condition condition = rule.condition();
            boolean meets = condition.match() == Condition.Match.ANY
                    || (condition.match() == Condition.Match.MEANING
                            && VISIT.near().contains(rule.id()));
            for (String value : condition.values()) {
                String wanted = String.join(
                        " ", QueryWord.of(value).stream().map(QueryWord::text).toList());
                meets |= !words.isEmpty()
                        && switch (condition.match()) {
                            case ANY, MEANING -> false;
                            case EXACT -> words.equals(wanted);
                            case CONTAINS -> (" " + words + " ").contains(" " + wanted + " ");
                            case PREFIX -> words.startsWith(wanted);
                            case REGEX -> Pattern.compile(value).matcher(words).find();
                        };
            }
            boolean language = condition.lang().equals("*") || languages.contains(condition.lang());
            boolean device =
                    condition.devices().isEmpty() || condition.devices().contains(VISIT.device());
            boolean facets = condition.facets().isEmpty() || chosen;
            if (rule.enabled()
                    && meets
                    && language
                    && device
                    && facets
                    && rule.validity().contains(NOW)) {
                found.add(rule);
            }
        }
        found.sort(Comparator.comparingInt(Rule::priority).reversed().thenComparing(Rule::id));
        return found;
    }

    private static final List<Set<DeviceClass>> DEVICES = List.of(
            Set.of(),
            Set.of(DeviceClass.PHONE),
            Set.of(DeviceClass.DESKTOP),
            Set.of(DeviceClass.PHONE, DeviceClass.TABLET));

    /** A telephone whose query is near what some rules mean. */
    private static final Visit VISIT = new Visit(DeviceClass.PHONE, Set.of("r0", "r2", "r3"));

    @Provide
    Arbitrary<List<Rule>> ruleLists() {
        return rules().list().ofMaxSize(12).map(rules -> {
            List<Rule> named = new ArrayList<>();
            for (Rule rule : rules) {
                named.add(new Rule(
                        "r" + named.size(),
                        rule.name(),
                        rule.enabled(),
                        rule.priority(),
                        rule.condition(),
                        rule.actions(),
                        "",
                        rule.validity()));
            }
            return named;
        });
    }

    private Arbitrary<Rule> rules() {
        Arbitrary<Validity> validity = Arbitraries.of(
                Validity.ALWAYS,
                new Validity(NOW, null),
                new Validity(null, NOW),
                new Validity(NOW.minusSeconds(1), NOW.plusSeconds(1)),
                new Validity(NOW.plusSeconds(1), null));
        return Combinators.combine(
                        conditions(),
                        Arbitraries.integers().between(-2, 2),
                        validity,
                        Arbitraries.of(true, true, false))
                .as((condition, priority, valid, enabled) -> new Rule(
                        "", "rule", enabled, priority, condition, List.of(new RuleAction.Redirect("/x")), "", valid));
    }

    private Arbitrary<Condition> conditions() {
        return Combinators.combine(
                        Arbitraries.of(Condition.Match.class),
                        phrases().list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.of("*", "*", "de", "en"),
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(DEVICES))
                .as((match, values, lang, facet, devices) -> new Condition(
                        match,
                        match == Condition.Match.ANY ? List.of() : values,
                        lang,
                        facet ? List.of(PRIVATE) : List.of(),
                        devices,
                        match == Condition.Match.MEANING ? 0.9 : 0));
    }

    private static Arbitrary<String> phrases() {
        return Arbitraries.of("strom", "Strom", "gas", "strom gas", "str", "gas strom", "über", "a")
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(words -> String.join(" ", words));
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.of("strom", "STROM", "gas", "stromzähler", "über", ",", "  ", "a", "-")
                .list()
                .ofMaxSize(4)
                .map(words -> String.join(" ", words));
    }

    @Provide
    Arbitrary<List<String>> languages() {
        return Arbitraries.of(List.of("de"), List.of("en"), List.of("de", "en"), List.of("und"));
    }

    @Test
    void whereRulesContradictEachOtherTheHigherPriorityWins() {
        Rule low = rule("a", 1, new RuleAction.Pin("x", 1), new RuleAction.Redirect("/low"));
        Rule high = rule("b", 2, new RuleAction.Pin("y", 1), new RuleAction.Redirect("/high"));

        Effects effects = CompiledRules.compile("1", RuleSet.of(List.of(low, high)))
                .effects(QueryWord.of("strom"), List.of("de"), new Filter.All(), NOW);

        assertThat(effects.pins()).containsEntry(1, "y").containsEntry(2, "x");
        assertThat(effects.redirect()).isEqualTo(new RuleAction.Redirect("/high"));
        assertThat(effects.rules()).extracting(Rule::id).containsExactly("b", "a");
    }

    @Test
    void theFingerprintChangesWhenARuleBeginsOrCeasesToHold() {
        Rule rule = new Rule(
                "a",
                "a",
                true,
                0,
                new Condition(Condition.Match.ANY, List.of(), "*", List.of()),
                List.of(new RuleAction.Redirect("/x")),
                "",
                new Validity(NOW, NOW.plusSeconds(60)));
        CompiledRules rules = CompiledRules.compile("7-abc", RuleSet.of(List.of(rule)));

        assertThat(List.of(
                        rules.fingerprint(NOW.minusMillis(1)),
                        rules.fingerprint(NOW),
                        rules.fingerprint(NOW.plusSeconds(59)),
                        rules.fingerprint(NOW.plusSeconds(60))))
                .containsExactly("7-abc@0", "7-abc@1", "7-abc@1", "7-abc@2");
    }

    private static Rule rule(String id, int priority, RuleAction... actions) {
        return new Rule(
                id,
                id,
                true,
                priority,
                new Condition(Condition.Match.EXACT, List.of("strom"), "*", List.of()),
                List.of(actions),
                "",
                Validity.ALWAYS);
    }
}
