package dev.lotse.gateway.search;

import static dev.lotse.gateway.retrieval.TestPages.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.TestPages;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPipelineTest {
    @TempDir
    private Path root;

    private final ScriptedEncoder encoder = new ScriptedEncoder();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private LuceneEngine engine;
    private SearchPipeline pipeline;

    @BeforeEach
    void open() {
        engine = new LuceneEngine(root, Duration.ofHours(1));
        pipeline = new SearchPipeline(
                engine, encoder, SearchSettings.defaults(), executor, NanoClock.SYSTEM, InstantSource.system());
        publish(
                "site",
                ScriptedEncoder.INFO,
                page("umzug", "Umzug melden")
                        .passage("Sie ziehen um? Melden Sie den Umzug.", 10)
                        .build(),
                page("move", "Moving house")
                        .lang("en")
                        .passage("Tell us before you move.", 12)
                        .build(),
                page("gas", "Gasgeruch")
                        .passage("Fenster öffnen und anrufen.", 80)
                        .build());
    }

    @AfterEach
    void close() {
        encoder.release();
        engine.close();
        executor.close();
    }

    private void publish(String site, GenerationInfo info, PageDocument... documents) {
        try (GenerationWriter writer = engine.newGeneration(site, info)) {
            for (PageDocument document : documents) {
                writer.add(document);
            }
            writer.publish();
        }
    }

    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    private static SearchRequest request(
            String site, String query, SearchMode mode, float @Nullable [] vector, @Nullable String vectorModel) {
        return new SearchRequest(
                site, query, 0, 10, null, new Filter.All(), Set.of(), mode, true, vector, vectorModel, false);
    }

    private SearchOutcome search(String query, SearchMode mode) {
        return pipeline.search(
                request("site", query, mode, null, null), Deadline.in(Duration.ofSeconds(20), NanoClock.SYSTEM));
    }

    private static SearchOutcome.Answered answered(SearchOutcome outcome) {
        assertThat(outcome).isInstanceOf(SearchOutcome.Answered.class);
        return (SearchOutcome.Answered) outcome;
    }

    @Test
    void answersWithVersionsTimingsAndTheQuerysLanguage() {
        encoder.answer("Umzug", 11);

        SearchOutcome.Answered answered = answered(search("Umzug", SearchMode.HYBRID));

        assertThat(answered.result().hits())
                .extracting(hit -> hit.page().objectId())
                .containsExactly("umzug", "gas");
        assertThat(answered.lang()).isEqualTo("de");
        assertThat(answered.degraded()).isEmpty();
        assertThat(answered.timings()).containsOnlyKeys(Step.ENCODE, Step.ENGINE);
        assertThat(answered.versions())
                .containsEntry("embedder", ScriptedEncoder.INFO.encoder())
                .containsEntry("index", answered.result().version());
        assertThat(answered.correctedQuery()).isNull();
    }

    @Test
    void aFailingEncoderLeavesSearchByWordsAndSaysSo() {
        SearchOutcome.Answered answered = answered(search("Umzug unbekannt", SearchMode.HYBRID));

        assertThat(answered.degraded()).containsExactly(Step.ENCODE);
        assertThat(answered.result().hits())
                .extracting(hit -> hit.page().objectId())
                .containsExactly("umzug");
    }

    @Test
    void anEncoderThatTakesTooLongIsLeftBehind() {
        encoder.block();

        SearchOutcome.Answered answered = answered(pipeline.search(
                request("site", "Umzug", SearchMode.HYBRID, null, null),
                Deadline.in(Duration.ofMillis(300), NanoClock.SYSTEM)));

        assertThat(answered.degraded()).containsExactly(Step.ENCODE);
    }

    @Test
    void theWordsAreUnderstoodWhileTheQueryIsEncoded() {
        encoder.answer("Umzug", 11);
        encoder.block();
        SearchEngine releasing = (SearchEngine) Proxy.newProxyInstance(
                SearchEngine.class.getClassLoader(),
                new Class<?>[] {SearchEngine.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("search")) {
                        encoder.release();
                    }
                    return method.invoke(engine, arguments);
                });

        // Who waited for the encoder first would wait for ever.
        SearchOutcome.Answered answered = answered(new SearchPipeline(
                        releasing,
                        encoder,
                        SearchSettings.defaults(),
                        executor,
                        NanoClock.SYSTEM,
                        InstantSource.system())
                .search(
                        request("site", "Umzug", SearchMode.HYBRID, null, null),
                        Deadline.in(Duration.ofSeconds(20), NanoClock.SYSTEM)));

        assertThat(answered.degraded()).isEmpty();
        assertThat(encoder.calls()).isEqualTo(1);
    }

    @Test
    void keywordModeDoesNotEncode() {
        assertThat(answered(search("Umzug", SearchMode.KEYWORD)).timings()).containsOnlyKeys(Step.ENGINE);
        assertThat(encoder.calls()).isZero();
    }

    @Test
    void semanticModeIgnoresWords() {
        encoder.answer("Umzug", 80);

        assertThat(answered(search("Umzug", SearchMode.SEMANTIC)).result().hits())
                .first()
                .satisfies(hit -> assertThat(hit.page().objectId()).isEqualTo("gas"));
    }

    @Test
    void anIndexOfAnotherEncoderIsSearchedByWordsOnly() {
        publish("other", new GenerationInfo("another@1", 4), page("a", "Umzug").build());
        encoder.answer("Umzug", 10);

        SearchOutcome.Answered answered = answered(pipeline.search(
                request("other", "Umzug", SearchMode.HYBRID, null, null),
                Deadline.in(Duration.ofSeconds(5), NanoClock.SYSTEM)));

        assertThat(answered.degraded()).containsExactly(Step.ENCODE);
        assertThat(answered.result().hits()).hasSize(1);
    }

    @Test
    void misspeltWordsAreFoundAndTheMendedQueryIsOffered() {
        encoder.answer("Gasgeruhc", 80);

        SearchOutcome.Answered answered = answered(search("Gasgeruhc", SearchMode.KEYWORD));

        assertThat(answered.correctedQuery()).isEqualTo("gasgeruch");
        assertThat(answered.result().hits())
                .extracting(hit -> hit.page().objectId())
                .containsExactly("gas");
    }

    @Test
    void unknownSitesAndWrongVectorsAreNamed() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(5), NanoClock.SYSTEM);

        assertThat(pipeline.search(request("nowhere", "x", SearchMode.HYBRID, null, null), deadline))
                .isEqualTo(new SearchOutcome.UnknownSite("nowhere"));
        assertThat(pipeline.search(
                        request("site", "", SearchMode.HYBRID, new float[] {1, 0, 0, 0}, "wrong@1"), deadline))
                .isInstanceOfSatisfying(SearchOutcome.Invalid.class, invalid -> {
                    assertThat(invalid.field()).isEqualTo("vectorModel");
                    assertThat(invalid.detail()).contains("wrong@1").contains(ScriptedEncoder.INFO.encoder());
                });
        assertThat(pipeline.search(
                        request("site", "", SearchMode.HYBRID, new float[] {1}, ScriptedEncoder.INFO.encoder()),
                        deadline))
                .isInstanceOfSatisfying(
                        SearchOutcome.Invalid.class,
                        invalid -> assertThat(invalid.field()).isEqualTo("vector"));
    }

    @Test
    void aVectorFromTheClientNeedsNoWords() {
        SearchOutcome.Answered answered = answered(pipeline.search(
                request("site", "", SearchMode.HYBRID, TestPages.direction(80), ScriptedEncoder.INFO.encoder()),
                Deadline.in(Duration.ofSeconds(5), NanoClock.SYSTEM)));

        assertThat(answered.result().hits().getFirst().page().objectId()).isEqualTo("gas");
        assertThat(encoder.calls()).isZero();
    }
}
