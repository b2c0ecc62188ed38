package dev.lotse.gateway.retrieval.snapshot;

import static dev.lotse.gateway.retrieval.TestPages.direction;
import static dev.lotse.gateway.retrieval.TestPages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.EngineOutageException;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.TestPages;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import dev.lotse.ranking.fusion.FusionMethod;
import dev.lotse.ranking.fusion.FusionSpec;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both engines are real ones in folders; what goes wrong with the first is thrown in front of it. */
class SnapshotEngineTest {
    private static final String SITE = "werke";
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Instant now = Instant.parse("2026-11-24T03:00:00Z");
    private @Nullable EngineException fault;

    @SuppressWarnings("NullAway.Init") // set before each test
    private LuceneEngine first;

    @SuppressWarnings("NullAway.Init") // set before each test
    private SnapshotEngine engine;

    @BeforeEach
    void open() {
        first = new LuceneEngine(folder.resolve("first"), NEVER);
        engine = newEngine();
    }

    private SnapshotEngine newEngine() {
        SearchEngine faulty = (SearchEngine) Proxy.newProxyInstance(
                SearchEngine.class.getClassLoader(),
                new Class<?>[] {SearchEngine.class},
                (proxy, method, arguments) -> {
                    EngineException problem = fault;
                    if (problem != null
                            && !method.getName().equals("close")
                            && !method.getName().equals("sites")) {
                        throw problem;
                    }
                    try {
                        return method.invoke(first, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
        Snapshots copies =
                new Snapshots(new LuceneEngine(folder.resolve("copies"), NEVER), folder.resolve("taken"), () -> now);
        return new SnapshotEngine(faulty, copies, NanoClock.SYSTEM, () -> now);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void publish(GenerationInfo info, PageDocument... pages) {
        try (GenerationWriter writer = first.newGeneration(SITE, info)) {
            for (PageDocument document : pages) {
                writer.add(document);
            }
            writer.publish();
        }
    }

    private void publishTwo() {
        publish(
                TestPages.INFO,
                page("umzug", "Umzug melden").passage("Den Umzug melden", 0).build(),
                page("wasser", "Wasser").passage("Die Härte des Wassers", 90).build());
    }

    private static RetrievalRequest request(@Nullable String words, float @Nullable [] vector) {
        TextQuery text = new TextQuery(
                words == null ? "" : words,
                TextLanguage.GERMAN,
                Map.of("title", 2f, "body", 1f),
                List.of(),
                0.3f,
                0f,
                0.3f);
        return new RetrievalRequest(
                words == null ? List.of() : List.of(text),
                vector,
                new FusionSpec(FusionMethod.CONVEX, 0.5f, 0.5f, 10, 60),
                new Filter.All(),
                Instant.parse("2026-11-23T12:00:00Z"),
                Set.of(),
                0,
                10,
                false);
    }

    private RetrievalResult search(@Nullable String words, float @Nullable [] vector) {
        return engine.search(SITE, request(words, vector), Deadline.in(Duration.ofMinutes(1), NanoClock.SYSTEM));
    }

    private static List<String> ids(RetrievalResult result) {
        return result.hits().stream().map(hit -> hit.page().objectId()).toList();
    }

    @Test
    void theEngineAnswersWhileItCan() {
        publishTwo();
        engine.refresh();

        RetrievalResult result = search("Umzug", direction(0));

        assertThat(ids(result)).containsExactly("umzug", "wasser");
        assertThat(result.fromSnapshot()).isFalse();
        assertThat(engine.engineAnswers()).isTrue();
    }

    @Test
    void theCopyAnswersForAnEngineAtFaultAndTheEngineAgainOnceItCan() {
        publishTwo();
        String copied = engine.fingerprint(SITE);
        engine.refresh();
        fault = new EngineOutageException("gone");

        RetrievalResult result = search("Umzug", direction(0));

        assertThat(ids(result)).containsExactly("umzug", "wasser");
        assertThat(result.fromSnapshot()).isTrue();
        assertThat(result.version()).isEqualTo(copied);
        assertThat(engine.engineAnswers()).isFalse();
        assertThat(engine.page(SITE, "wasser")).isPresent();
        assertThat(engine.info(SITE).encoder()).isEqualTo(TestPages.INFO.encoder());
        assertThat(engine.lexicon(SITE).languages()).contains("de");

        fault = null;
        assertThat(search("Umzug", direction(0)).fromSnapshot()).isFalse();
        assertThat(engine.engineAnswers()).isTrue();
    }

    @Test
    void whatIsWrongWithTheRequestIsNotAnsweredFromTheCopy() {
        publishTwo();
        engine.refresh();

        fault = new EngineException("the query vector has 3 dimensions");
        assertThatThrownBy(() -> search("Umzug", null)).isSameAs(fault);
        fault = new UnknownSiteException(SITE);
        assertThatThrownBy(() -> search("Umzug", null)).isSameAs(fault);
        assertThat(engine.engineAnswers()).isTrue();
    }

    @Test
    void withoutACopyTheEnginesOwnProblemIsTold() {
        publishTwo();
        fault = new EngineOutageException("gone");

        assertThatThrownBy(() -> search("Umzug", null)).isSameAs(fault);
        assertThatThrownBy(() -> engine.page(SITE, "wasser")).isSameAs(fault);
    }

    @Test
    void changesNeverGoToTheCopy() {
        publishTwo();
        engine.refresh();
        fault = new EngineOutageException("gone");

        assertThatThrownBy(() -> engine.update(SITE, List.of(), List.of("umzug")))
                .isSameAs(fault);
        assertThatThrownBy(() -> engine.newGeneration(SITE, TestPages.INFO)).isSameAs(fault);
        assertThatThrownBy(() -> engine.forEachPage(SITE, page -> {})).isSameAs(fault);
        assertThat(ids(search("Umzug", null))).containsExactly("umzug");
    }

    @Test
    void aCopyIsMadeAnewOnlyWhenTheSiteHasChanged() {
        publishTwo();
        engine.refresh();
        now = now.plusSeconds(60);
        engine.refresh();
        assertThat(engine.age(SITE)).contains(Duration.ofSeconds(60));

        engine.update(SITE, List.of(page("neu", "Umzug neu").build()), List.of("umzug"));
        engine.refresh();
        assertThat(engine.age(SITE)).contains(Duration.ZERO);
        fault = new EngineOutageException("gone");
        assertThat(ids(search("Umzug", null))).containsExactly("neu");
    }

    @Test
    void aCopyThatCannotBeMadeLeavesTheFormerOne() {
        publishTwo();
        engine.refresh();
        first.update(SITE, List.of(), List.of("umzug"));
        fault = new EngineOutageException("gone");
        engine.refresh();

        assertThat(ids(search("Umzug", null))).containsExactly("umzug");
    }

    @Test
    void copiesOfAFormerProcessAreUsedAndADamagedNoteIsMadeAgain() throws IOException {
        publishTwo();
        engine.refresh();
        engine.close();
        first = new LuceneEngine(folder.resolve("first"), NEVER);
        engine = newEngine();
        assertThat(engine.age(SITE)).contains(Duration.ZERO);
        engine.close();

        Files.writeString(folder.resolve("taken").resolve(SITE + ".json"), "{\"of\": \"x\"");
        first = new LuceneEngine(folder.resolve("first"), NEVER);
        engine = newEngine();
        assertThat(engine.age(SITE)).isEmpty();
        engine.refresh();
        assertThat(engine.age(SITE)).contains(Duration.ZERO);
    }

    @Test
    void aCopyOfAnotherEncoderIsSearchedByWordsAlone() {
        publishTwo();
        engine.refresh();
        publish(new GenerationInfo("other@1", 4), page("wasser", "Wasser").build());
        SearchEngine cluster = first;
        SearchEngine away = (SearchEngine) Proxy.newProxyInstance(
                SearchEngine.class.getClassLoader(),
                new Class<?>[] {SearchEngine.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("search")) {
                        throw new EngineOutageException("gone");
                    }
                    return method.invoke(cluster, arguments);
                });
        try (SnapshotEngine other = new SnapshotEngine(
                away,
                new Snapshots(new LuceneEngine(folder.resolve("copies"), NEVER), folder.resolve("taken"), () -> now),
                NanoClock.SYSTEM,
                () -> now)) {
            Deadline soon = Deadline.in(Duration.ofMinutes(1), NanoClock.SYSTEM);
            assertThat(ids(other.search(SITE, request("Umzug", direction(90)), soon)))
                    .containsExactly("umzug");
            assertThatThrownBy(() -> other.search(SITE, request(null, direction(90)), soon))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("another encoder");
        }
    }
}
