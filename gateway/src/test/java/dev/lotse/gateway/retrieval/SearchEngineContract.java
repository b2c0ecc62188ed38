package dev.lotse.gateway.retrieval;

import static dev.lotse.gateway.retrieval.TestPages.direction;
import static dev.lotse.gateway.retrieval.TestPages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.ranking.fusion.FusionMethod;
import dev.lotse.ranking.fusion.FusionSpec;
import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every engine must do. A subclass runs it against a real one. */
public abstract class SearchEngineContract {
    private static final String SITE = "contract";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** An engine without any site; closed by the subclass. */
    protected abstract SearchEngine engine();

    private void publish(PageDocument... documents) {
        try (GenerationWriter writer = engine().newGeneration(SITE, TestPages.INFO)) {
            for (PageDocument document : documents) {
                writer.add(document);
            }
            writer.publish();
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30), NanoClock.SYSTEM);
    }

    private static TextQuery words(String text, Expansion... expansions) {
        return new TextQuery(
                text,
                TextLanguage.GERMAN,
                Map.of("title", 2f, "headings", 1f, "body", 1f, "url", 0.3f, "links", 1f),
                List.of(expansions),
                0.3f,
                0f,
                0.3f);
    }

    private static RetrievalRequest request(
            @Nullable String text, float @Nullable [] vector, Filter filter, int offset, int size) {
        return request(text == null ? null : words(text), vector, filter, offset, size);
    }

    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    private static RetrievalRequest request(
            @Nullable TextQuery text, float @Nullable [] vector, Filter filter, int offset, int size) {
        return new RetrievalRequest(
                text == null ? List.of() : List.of(text),
                vector,
                new FusionSpec(FusionMethod.CONVEX, 0.5f, 0.5f, 10, 60),
                filter,
                NOW,
                Set.of(FilterField.TAG, FilterField.LANG),
                offset,
                size,
                true);
    }

    private RetrievalResult search(@Nullable String text, float @Nullable [] vector) {
        return engine().search(SITE, request(text, vector, new Filter.All(), 0, 10), soon());
    }

    private static List<String> ids(RetrievalResult result) {
        return result.hits().stream().map(hit -> hit.page().objectId()).toList();
    }

    @Test
    void anUnknownSiteIsNamed() {
        assertThatThrownBy(() -> engine().search("nowhere", request("x", null, new Filter.All(), 0, 10), soon()))
                .isInstanceOf(UnknownSiteException.class)
                .hasMessage("unknown site 'nowhere'");
        assertThat(engine().status("nowhere")).isEmpty();
        assertThat(engine().sites()).doesNotContain("nowhere");
    }

    @Test
    void findsByWordsByMeaningAndByBoth() {
        publish(
                page("tarif", "Stromtarif wechseln")
                        .passage("Den Tarif wechseln Sie online.", 90)
                        .build(),
                page("umzug", "Umzug melden")
                        .passage("Melden Sie den Umzug sechs Wochen vorher.", 10)
                        .build(),
                page("wasser", "Wasserhärte")
                        .passage("Die Härte des Wassers liegt bei 14 Grad.", 60)
                        .build());

        assertThat(ids(search("Umzug", null))).containsExactly("umzug");
        assertThat(ids(search(null, direction(90)))).containsExactly("tarif", "wasser", "umzug");
        assertThat(ids(search("Tarif", direction(88)))).first().isEqualTo("tarif");
        assertThat(search("Tarif", direction(88)).total()).isEqualTo(3);
        assertThat(search("Tarif", null).total()).isEqualTo(1);
    }

    @Test
    void aPageIsFoundOnceByItsBestPassage() {
        publish(
                page("lang", "Lange Seite")
                        .passage("Der Anfang handelt vom Strom.", 0)
                        .passage("In der Mitte geht es um Wasser und Härte.", 45)
                        .passage("Am Ende folgt das Gas.", 90)
                        .build(),
                page("kurz", "Kurze Seite").passage("Nur Fernwärme.", 170).build());

        RetrievalResult result = search("Härte", direction(44));

        assertThat(ids(result)).containsExactly("lang", "kurz");
        PageHit hit = result.hits().getFirst();
        assertThat(hit.passage().ordinal()).isEqualTo(1);
        assertThat(hit.highlights())
                .extracting(span -> hit.passage().text().substring(span.start(), span.end()))
                .containsExactly("Härte");
    }

    @Test
    void explainsWhereAScoreComesFrom() {
        publish(
                page("a", "Tarif").passage("Tarif", 10).build(),
                page("b", "Wasser").passage("Wasser", 20).build());

        ScoreParts parts = Objects.requireNonNull(
                search("Tarif", direction(10)).hits().getFirst().explanation());

        assertThat(parts.lexicalRank()).isEqualTo(1);
        assertThat(parts.denseRank()).isEqualTo(1);
        assertThat(parts.denseScore()).isBetween(0.98f, 1.02f);
        assertThat(parts.lexicalDetails()).contains("tarif");
    }

    @Test
    void filtersByFieldDateAndCombination() {
        publish(
                page("a", "Tarif A")
                        .tag("strom")
                        .tag("neu")
                        .updated(NOW.minusSeconds(100))
                        .passage("Tarif", 1)
                        .build(),
                page("b", "Tarif B")
                        .tag("strom")
                        .updated(NOW.minusSeconds(10_000))
                        .passage("Tarif", 2)
                        .build(),
                page("c", "Tarif C").tag("gas").passage("Tarif", 3).build());
        Filter strom = new Filter.Equal(FilterField.TAG, "strom");
        Filter neu = new Filter.Equal(FilterField.TAG, "neu");

        assertThat(found("Tarif", strom)).containsExactlyInAnyOrder("a", "b");
        assertThat(found("Tarif", new Filter.And(List.of(strom, new Filter.Not(neu)))))
                .containsExactly("b");
        assertThat(found("Tarif", new Filter.Or(List.of(neu, new Filter.Equal(FilterField.TAG, "gas")))))
                .containsExactlyInAnyOrder("a", "c");
        assertThat(found("Tarif", new Filter.Updated(NOW.minusSeconds(1000), null)))
                .containsExactly("a");
        assertThat(found("Tarif", new Filter.Updated(null, NOW.minusSeconds(1000))))
                .containsExactly("b");
        assertThat(found("Tarif", new Filter.Equal(FilterField.OBJECT_ID, "c"))).containsExactly("c");
        assertThat(found("Tarif", new Filter.Equal(FilterField.TAG, "nichts"))).isEmpty();
    }

    private List<String> found(String text, Filter filter) {
        return ids(engine().search(SITE, request(text, direction(0), filter, 0, 10), soon()));
    }

    @Test
    void pagesOutsideTheirValidityAreNotOffered() {
        publish(
                page("alt", "Tarif").valid(null, NOW).passage("Tarif", 1).build(),
                page("gilt", "Tarif")
                        .valid(NOW, NOW.plusSeconds(1))
                        .passage("Tarif", 2)
                        .build(),
                page("bald", "Tarif")
                        .valid(NOW.plusSeconds(1), null)
                        .passage("Tarif", 3)
                        .build());

        assertThat(ids(search("Tarif", direction(0)))).containsExactly("gilt");
        assertThat(ids(search(null, direction(0)))).containsExactly("gilt");
    }

    @Test
    void facetsCountAllMatchesNotOnlyTheOnesShown() {
        publish(
                page("a", "Tarif").tag("strom").passage("Tarif", 1).build(),
                page("b", "Tarif").tag("strom").lang("de").passage("Tarif", 2).build(),
                page("c", "Tarif").tag("gas").passage("Tarif", 3).build());

        RetrievalResult result = engine().search(SITE, request("Tarif", null, new Filter.All(), 0, 1), soon());

        assertThat(result.hits()).hasSize(1);
        assertThat(result.facets().get(FilterField.TAG)).containsExactly(Map.entry("strom", 2L), Map.entry("gas", 1L));
        assertThat(result.facets().get(FilterField.LANG)).containsExactly(Map.entry("de", 3L));
    }

    @Test
    void goingDeeperNeverRepeatsSkipsOrReordersPages() {
        List<PageDocument> documents = new ArrayList<>();
        for (int i = 0; i < 57; i++) {
            documents.add(page("p" + i, "Tarif " + "und mehr ".repeat(i % 7))
                    .passage("Ein Tarif, Nummer " + i, i * 3.0)
                    .build());
        }
        publish(documents.toArray(PageDocument[]::new));
        List<String> all = new ArrayList<>();
        RetrievalResult page;
        int offset = 0;
        do {
            page = engine().search(SITE, request("Tarif", direction(33), new Filter.All(), offset, 7), soon());
            all.addAll(ids(page));
            offset += 7;
        } while (!page.hits().isEmpty());

        assertThat(all).hasSize(57);
        assertThat(new HashSet<>(all)).hasSize(57);
        assertThat(page.total()).isEqualTo(57);
        assertThat(ids(engine().search(SITE, request("Tarif", direction(33), new Filter.All(), 0, 57), soon())))
                .isEqualTo(all);
    }

    @Test
    void scoresFallFromHitToHit() {
        publish(
                page("a", "Tarif Tarif").passage("Tarif", 1).build(),
                page("b", "Gas").passage("Ein Tarif fürs Gas", 50).build(),
                page("c", "Wasser").passage("Wasser", 5).build());

        assertThat(search("Tarif", direction(0)).hits())
                .extracting(PageHit::score)
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void inlineExpansionsWorkWithoutIndexingAgain() {
        publish(page("a", "Smartphone kaufen").passage("Smartphone", 90).build());
        TextQuery withSynonym = words("Handy", new Expansion(0, 5, "Smartphone", 0.8f, Expansion.Kind.SYNONYM));
        RetrievalRequest synonym = request(withSynonym, null, new Filter.All(), 0, 10);

        assertThat(ids(search("Handy", null))).isEmpty();
        assertThat(ids(engine().search(SITE, synonym, soon()))).containsExactly("a");
    }

    @Test
    void textsOfLinksToAPageFindIt() {
        publish(
                page("a", "Formular 7")
                        .inbound("SEPA-Mandat erteilen")
                        .passage("Bitte ausfüllen", 1)
                        .build(),
                page("b", "Formular 8").passage("Bitte ausfüllen", 2).build());

        assertThat(ids(search("SEPA-Mandat", null))).containsExactly("a");
    }

    @Test
    void changesInPlaceAreVisibleAndReplaceTheWholePage() {
        publish(
                page("a", "Alt").passage("erstens", 0).passage("zweitens", 10).build(),
                page("b", "Bleibt").build());
        String before = engine().status(SITE).orElseThrow().version();

        engine().update(SITE, List.of(page("a", "Neu").passage("drittens", 20).build()), List.of());

        assertThat(ids(search("zweitens", null))).isEmpty();
        assertThat(ids(search("drittens", null))).containsExactly("a");
        SiteStatus status = engine().status(SITE).orElseThrow();
        assertThat(status.pages()).isEqualTo(2);
        assertThat(status.passages()).isEqualTo(2);
        assertThat(status.version()).isNotEqualTo(before);

        assertThat(engine().update(SITE, List.of(), List.of("a", "unbekannt"))).isEqualTo(1);
        assertThat(ids(search("drittens", null))).isEmpty();
        assertThat(engine().status(SITE).orElseThrow().passages()).isEqualTo(1);
    }

    @Test
    void aNewGenerationReplacesTheOldOneAtOnce() {
        publish(page("a", "Alt").build());

        try (GenerationWriter writer = engine().newGeneration(SITE, TestPages.INFO)) {
            writer.add(page("b", "Neu").build());
            assertThat(ids(search("Alt", null))).containsExactly("a");
            assertThat(ids(search("Neu", null))).isEmpty();
            writer.publish();
        }

        assertThat(ids(search("Alt", null))).isEmpty();
        assertThat(ids(search("Neu", null))).containsExactly("b");
    }

    @Test
    void anAbandonedGenerationLeavesNothing() {
        publish(page("a", "Alt").build());

        try (GenerationWriter writer = engine().newGeneration(SITE, TestPages.INFO)) {
            writer.add(page("b", "Neu").build());
        }

        assertThat(ids(search("Alt", null))).containsExactly("a");
        publish(page("c", "Später").build());
        assertThat(ids(search("Später", null))).containsExactly("c");
    }

    @Test
    void onlyOneGenerationIsBuiltAtATime() {
        try (GenerationWriter first = engine().newGeneration(SITE, TestPages.INFO)) {
            assertThatThrownBy(() -> engine().newGeneration(SITE, TestPages.INFO))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("is being built already");
            first.add(page("a", "Alt").build());
        }
    }

    @Test
    void changesMadeWhileAGenerationIsBuiltAreNotLost() {
        publish(page("a", "Alt").build(), page("weg", "Wird gelöscht").build());

        try (GenerationWriter writer = engine().newGeneration(SITE, TestPages.INFO)) {
            writer.add(page("a", "Alt").build());
            writer.add(page("weg", "Wird gelöscht").build());
            engine().update(SITE, List.of(page("b", "Inzwischen").build()), List.of("weg"));
            writer.publish();
        }

        assertThat(ids(search("Inzwischen", null))).containsExactly("b");
        assertThat(ids(search("gelöscht", null))).isEmpty();
        assertThat(ids(search("Alt", null))).containsExactly("a");
    }

    @Test
    void pagesComeBackAsTheyWentIn() {
        PageDocument in = page("a", "Titel")
                .tag("strom")
                .updated(NOW)
                .valid(NOW.minusSeconds(5), NOW.plusSeconds(5))
                .inbound("Link")
                .passage("erster Absatz", 10)
                .passage("zweiter Absatz", 20)
                .build();
        publish(in);
        List<PageDocument> out = new ArrayList<>();

        engine().forEachPage(SITE, out::add);

        assertThat(out).hasSize(1);
        assertThat(out.getFirst().page()).isEqualTo(in.page());
        assertThat(out.getFirst().passages()).isEqualTo(in.passages());
        assertThat(out.getFirst().inboundTexts()).isEqualTo(in.inboundTexts());
        for (int i = 0; i < 2; i++) {
            assertThat(out.getFirst().vectors().get(i))
                    .containsExactly(in.vectors().get(i));
        }
        assertThat(engine().page(SITE, "a").orElseThrow().page()).isEqualTo(in.page());
        assertThat(engine().page(SITE, "b")).isEmpty();
    }

    @Test
    void theVocabularyIsThatOfTheSite() {
        publish(
                page("a", "Druckerpatronen").passage("Drucker und Patronen", 1).build(),
                page("b", "Drucker").passage("Der Drucker", 2).build(),
                page("c", "Water").lang("en").passage("Water meter", 3).build());

        Lexicon lexicon = engine().lexicon(SITE);

        assertThat(lexicon.languages()).containsExactly("de", "en");
        assertThat(lexicon.pages("de")).isEqualTo(2);
        assertThat(lexicon.pageFrequency("de", "drucker")).isEqualTo(2);
        assertThat(lexicon.pageFrequency("en", "drucker")).isZero();
        assertThat(lexicon.compoundParts("de", "druckerpatronen")).containsExactly("drucker", "patronen");
        assertThat(lexicon.compoundsWith("de", "patronen", 5)).containsExactly("druckerpatronen");
        assertThat(lexicon.corrections("de", "druker", 5)).containsExactly("drucker");
    }

    @Test
    void suggestsTitles() {
        publish(page("a", "Wasserhärte prüfen").build(), page("b", "Umzug").build());

        assertThat(engine().suggest(SITE, "wass", "de", 5, soon()))
                .containsExactly(new Suggestion("Wasserhärte prüfen", Suggestion.Kind.PAGE, "/a.html"));
        assertThat(engine().suggest(SITE, "wass", "en", 5, soon())).isEmpty();
    }

    @Test
    void aVectorOfAnotherLengthIsRefusedWithBothLengths() {
        publish(page("a", "A").build());

        assertThatThrownBy(() -> search(null, new float[] {1, 0}))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("2 dimensions")
                .hasMessageContaining("has 4");
    }

    @Test
    void anEmptyGenerationAnswersWithNothing() {
        publish();

        assertThat(search("Tarif", direction(1)).hits()).isEmpty();
        assertThat(search("Tarif", direction(1)).total()).isZero();
    }
}
