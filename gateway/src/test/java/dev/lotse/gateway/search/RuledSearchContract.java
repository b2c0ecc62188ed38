package dev.lotse.gateway.search;

import static dev.lotse.gateway.retrieval.TestPages.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.device.DeviceClass;
import dev.lotse.gateway.rerank.Reranker;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.FilterParser;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.TestPages;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.Condition;
import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.Rule;
import dev.lotse.gateway.rules.RuleAction;
import dev.lotse.gateway.rules.RuleSet;
import dev.lotse.gateway.rules.Synonym;
import dev.lotse.gateway.rules.Validity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What synonyms and rules do to searches, on every engine. */
public abstract class RuledSearchContract {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int PAGES = 30;

    private final ScriptedEncoder encoder = new ScriptedEncoder();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private SearchEngine engine;

    /** A new engine without sites; the contract closes it. */
    protected abstract SearchEngine open();

    @BeforeEach
    void index() {
        engine = open();
        try (GenerationWriter writer = engine.newGeneration("site", ScriptedEncoder.INFO)) {
            for (int i = 0; i < PAGES; i++) {
                TestPages page = page("strom" + i, "Strom").passage("Strom " + "und mehr ".repeat(i), 10 + i);
                writer.add((i % 3 == 0 ? page.tag("dritte") : page.tag("andere")).build());
            }
            writer.add(page("smartphone", "Smartphone")
                    .passage("Das Smartphone hat eine Karte.", 170)
                    .build());
            writer.add(page("vertrag", "Smartphonevertrag")
                    .passage("Einen Smartphonevertrag kündigen. Der Vertrag endet.", 175)
                    .build());
            writer.add(page("alt", "Archiv")
                    .passage("Nichts von alledem.", 178)
                    .valid(null, NOW)
                    .build());
            writer.publish();
        }
        encoder.answer("Strom", 10);
    }

    @AfterEach
    void close() {
        encoder.release();
        engine.close();
        executor.close();
    }

    private static Rule rule(String id, RuleAction... actions) {
        return rule(id, Condition.Match.CONTAINS, List.of("strom"), actions);
    }

    private static Rule onEveryQuery(String id, RuleAction... actions) {
        return rule(id, Condition.Match.ANY, List.of(), actions);
    }

    private static Rule rule(String id, Condition.Match match, List<String> values, RuleAction... actions) {
        return new Rule(
                id, id, true, 0, new Condition(match, values, "*", List.of()), List.of(actions), "", Validity.ALWAYS);
    }

    private static Synonym synonym(Synonym.Type type, List<String> terms, String... to) {
        return new Synonym("s", type, "*", terms, List.of(to), 0.9f, "", Validity.ALWAYS);
    }

    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    private SearchOutcome.Answered search(
            String query, SearchMode mode, Filter filter, int page, int size, Entry... entries) {
        return search(query, mode, filter, page, size, DeviceClass.UNKNOWN, entries);
    }

    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    private SearchOutcome.Answered search(
            String query, SearchMode mode, Filter filter, int page, int size, DeviceClass device, Entry... entries) {
        CompiledRules rules = CompiledRules.compile("1-test", RuleSet.of(List.of(entries)));
        SearchPipeline pipeline = new SearchPipeline(
                engine,
                encoder,
                SearchSettings.defaults(),
                Reranker.off("test"),
                site -> rules,
                new RuleMeanings(() -> encoder, executor),
                Duration.ofSeconds(10),
                executor,
                NanoClock.SYSTEM,
                InstantSource.fixed(NOW));
        SearchRequest request = new SearchRequest(
                "site", query, page, size, null, filter, Set.of(FilterField.TAG), mode, true, null, null, false);
        SearchOutcome outcome =
                pipeline.search(request.on(device), Deadline.in(Duration.ofSeconds(20), NanoClock.SYSTEM));
        assertThat(outcome).isInstanceOf(SearchOutcome.Answered.class);
        return (SearchOutcome.Answered) outcome;
    }

    private SearchOutcome.Answered search(String query, Entry... entries) {
        return search(query, SearchMode.HYBRID, new Filter.All(), 0, 10, entries);
    }

    private static List<String> ids(SearchOutcome.Answered answer) {
        return answer.result().hits().stream().map(hit -> hit.page().objectId()).toList();
    }

    @Test
    void aRuleThatAsksForTheMeaningHoldsForOtherWordsThatMeanTheSame() {
        encoder.answer("Elektrizität", 14);
        encoder.answer("Freibad", 80);
        Rule rule = new Rule(
                "meant",
                "meant",
                true,
                0,
                new Condition(Condition.Match.MEANING, List.of("Elektrizität"), "*", List.of(), Set.of(), 0.95),
                List.of(new RuleAction.Redirect("/strom")),
                "",
                Validity.ALWAYS);

        assertThat(search("Strom", rule).tuning().redirect()).isEqualTo(new RuleAction.Redirect("/strom"));
        assertThat(search("Strom", rule).tuning().applied())
                .extracting(Tuning.Applied::id)
                .containsExactly("meant");
        assertThat(search("Freibad", rule).tuning().redirect()).isNull();
        // By words alone there is no meaning to compare.
        assertThat(search("Strom", SearchMode.KEYWORD, new Filter.All(), 0, 10, rule)
                        .tuning()
                        .redirect())
                .isNull();
    }

    @Test
    void aRuleThatAsksForTheDeviceHoldsThereOnly() {
        Rule rule = new Rule(
                "app",
                "app",
                true,
                0,
                new Condition(Condition.Match.ANY, List.of(), "*", List.of(), Set.of(DeviceClass.PHONE), 0),
                List.of(new RuleAction.Banner("App", "", null)),
                "",
                Validity.ALWAYS);

        SearchOutcome.Answered phone =
                search("Strom", SearchMode.HYBRID, new Filter.All(), 0, 10, DeviceClass.PHONE, rule);
        SearchOutcome.Answered desktop =
                search("Strom", SearchMode.HYBRID, new Filter.All(), 0, 10, DeviceClass.DESKTOP, rule);

        assertThat(phone.tuning().banner()).isEqualTo(new RuleAction.Banner("App", "", null));
        assertThat(desktop.tuning().banner()).isNull();
    }

    @Test
    void aSynonymFindsWhatTheVisitorsWordDoesNot() {
        assertThat(ids(search("Handy", SearchMode.KEYWORD, new Filter.All(), 0, 10)))
                .isEmpty();

        SearchOutcome.Answered answer = search(
                "Handy",
                SearchMode.KEYWORD,
                new Filter.All(),
                0,
                10,
                synonym(Synonym.Type.EQUIVALENT, List.of("Handy", "Smartphone")));

        assertThat(ids(answer)).startsWith("smartphone").contains("vertrag");
        assertThat(answer.tuning().applied()).extracting(Tuning.Applied::id).containsExactly("s");
        assertThat(answer.versions()).containsEntry("release", "1-test");
        assertThat(answer.correctedQuery()).isNull();
    }

    @Test
    void aSynonymOfAPartReachesIntoTheSitesCompounds() {
        SearchOutcome.Answered answer = search(
                "Mobil Vertrag",
                SearchMode.KEYWORD,
                new Filter.All(),
                0,
                10,
                synonym(Synonym.Type.ONE_WAY, List.of("mobil vertrag"), "Smartphonevertrag"));

        assertThat(ids(answer)).startsWith("vertrag");
    }

    @Test
    void aReplacementIsSearchedForInsteadAndEncoded() {
        SearchOutcome.Answered answer =
                search("Elektrizität", synonym(Synonym.Type.REPLACEMENT, List.of("Elektrizität"), "Strom"));

        assertThat(answer.degraded()).isEmpty();
        assertThat(ids(answer)).startsWith("strom0");
        assertThat(answer.tuning().query()).isEqualTo("Strom");
    }

    @Test
    void pinsStandAtTheirPlacesOnEveryPageOfResults() {
        Rule rule = rule(
                "pins",
                new RuleAction.Pin("smartphone", 1),
                new RuleAction.Pin("strom25", 3),
                new RuleAction.Pin("vertrag", 12));
        List<String> plain = new ArrayList<>(ids(search("Strom", SearchMode.KEYWORD, new Filter.All(), 0, 100)));
        plain.remove("strom25");

        List<String> shown = new ArrayList<>();
        for (int page = 0; page < 4; page++) {
            SearchOutcome.Answered answer = search("Strom", SearchMode.KEYWORD, new Filter.All(), page, 10, rule);
            assertThat(answer.result().total()).isEqualTo(PAGES + 2);
            shown.addAll(ids(answer));
        }

        List<String> wanted = new ArrayList<>(plain);
        wanted.add(0, "smartphone");
        wanted.add(2, "strom25");
        wanted.add(11, "vertrag");
        assertThat(shown).containsExactlyElementsOf(wanted);
    }

    @Test
    void aPinBehindTheLastPageOfResultsIsThereOnce() {
        SearchOutcome.Answered answer = search(
                "Smartphone",
                SearchMode.KEYWORD,
                new Filter.All(),
                0,
                10,
                onEveryQuery("far", new RuleAction.Pin("strom1", 40)));

        assertThat(ids(answer)).endsWith("strom1").hasSize((int) answer.result().total());
    }

    @Test
    void aPinnedPageThatIsNotValidOrHiddenOrNotChosenIsNotShown() {
        Rule pins = rule("a", new RuleAction.Pin("alt", 1), new RuleAction.Pin("smartphone", 2));
        Rule hide = rule("b", new RuleAction.Hide(FilterParser.parse("objectID:smartphone")));

        assertThat(ids(search("Strom", pins, hide))).doesNotContain("alt", "smartphone");
        assertThat(ids(search("Strom", SearchMode.HYBRID, FilterParser.parse("tag:dritte"), 0, 10, pins)))
                .doesNotContain("alt", "smartphone");
    }

    @Test
    void hidesAndFiltersKeepTotalsAndFacetsRight() {
        SearchOutcome.Answered hidden = search(
                "Strom",
                SearchMode.KEYWORD,
                new Filter.All(),
                0,
                10,
                rule("h", new RuleAction.Hide(FilterParser.parse("tag:dritte"))));
        SearchOutcome.Answered only = search(
                "Strom",
                SearchMode.KEYWORD,
                new Filter.All(),
                0,
                10,
                rule("o", new RuleAction.Only(FilterParser.parse("tag:dritte"))));

        assertThat(hidden.result().total()).isEqualTo(20);
        assertThat(hidden.result().facets().get(FilterField.TAG)).isEqualTo(Map.of("andere", 20L));
        assertThat(only.result().total()).isEqualTo(10);
        assertThat(only.result().facets().get(FilterField.TAG)).isEqualTo(Map.of("dritte", 10L));
    }

    @Test
    void aPinCountsInTotalsAndFacets() {
        SearchOutcome.Answered answer = search(
                "Smartphone",
                SearchMode.KEYWORD,
                new Filter.All(),
                0,
                10,
                onEveryQuery("p", new RuleAction.Pin("strom0", 1)));

        assertThat(answer.result().facets().get(FilterField.TAG)).containsEntry("dritte", 1L);
        assertThat(Objects.requireNonNull(answer.result().hits().getFirst())
                        .page()
                        .objectId())
                .isEqualTo("strom0");
    }

    @Test
    void boostedPagesRiseAndGoingDeeperNeverRepeatsOrSkipsAPage() {
        Rule rule = rule("b", new RuleAction.Boost(FilterParser.parse("tag:dritte"), 10));
        List<String> shown = new ArrayList<>();
        for (int page = 0; page < 6; page++) {
            shown.addAll(ids(search("Strom", SearchMode.KEYWORD, new Filter.All(), page, 7, rule)));
        }

        assertThat(shown).hasSize(PAGES).doesNotHaveDuplicates();
        assertThat(shown.subList(0, 10)).allMatch(id -> Integer.parseInt(id.substring(5)) % 3 == 0);
    }

    @Test
    void buriedPagesFall() {
        assertThat(ids(search("Strom", rule("b", new RuleAction.Boost(FilterParser.parse("objectID:strom0"), 0.05)))))
                .doesNotContain("strom0");
        assertThat(ids(search("Strom"))).startsWith("strom0");
    }

    @Test
    void redirectAndBannerComeWithTheHits() {
        SearchOutcome.Answered answer = search(
                "Strom",
                rule("r", new RuleAction.Redirect("/strom"), new RuleAction.Banner("Störung", "Seit 9 Uhr", null)));

        assertThat(answer.tuning().redirect()).isEqualTo(new RuleAction.Redirect("/strom"));
        assertThat(answer.tuning().banner()).isEqualTo(new RuleAction.Banner("Störung", "Seit 9 Uhr", null));
        assertThat(ids(answer)).hasSize(10);
    }
}
