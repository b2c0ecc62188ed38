package dev.lotse.gateway.search;

import static dev.lotse.gateway.retrieval.TestPages.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.rerank.Reranker;
import dev.lotse.gateway.rerank.TextScorer;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.ScoreParts;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import dev.lotse.gateway.rules.RuleSource;
import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.ModelException;
import dev.lotse.models.ModelSpec;
import dev.lotse.models.TokenProjection;
import dev.lotse.models.TokenVectors;
import dev.lotse.ranking.late.TokenCodes;
import dev.lotse.ranking.rerank.Candidates;
import dev.lotse.ranking.rerank.Feature;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every fault of reranking gives the order of the fusion and says so. */
class RerankingTest {
    private static final TokenProjection PROJECTION =
            new TokenProjection("scripted@1", new float[4], new float[] {1, 0, 0, 1, 0, 0, 0, 0}, 2);
    private static final String TOKENS = PROJECTION.version();

    @TempDir
    private Path root;

    private final ScriptedEncoder scripted = new ScriptedEncoder();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private LuceneEngine engine;

    @BeforeEach
    void open() {
        engine = new LuceneEngine(root, Duration.ofHours(1));
        scripted.answer("Umzug", 11);
        publish(TOKENS);
    }

    @AfterEach
    void close() {
        scripted.release();
        engine.close();
        executor.close();
    }

    private void publish(String tokens) {
        GenerationInfo info = new GenerationInfo(ScriptedEncoder.INFO.encoder(), 4, tokens);
        try (GenerationWriter writer = engine.newGeneration("site", info)) {
            writer.add(withTokens(page("umzug", "Umzug melden")
                    .passage("Sie ziehen um? Melden Sie den Umzug.", 10)
                    .build()));
            writer.add(withTokens(page("kosten", "Was ein Wechsel kostet")
                    .passage("Ein Umzug ist kostenlos.", 30)
                    .build()));
            writer.publish();
        }
    }

    private static PageDocument withTokens(PageDocument plain) {
        TokenCodes codes = TokenCodes.of(1, new int[] {5, 6}, new float[] {1, 0, 0, 1}, 2);
        return new PageDocument(
                plain.page(),
                plain.passages(),
                plain.vectors(),
                plain.inboundTexts(),
                plain.passages().stream().map(passage -> codes).toList());
    }

    /** The scripted encoder with two tokens to each query. */
    private final class TokenEncoder implements Encoder {
        @Override
        public ModelSpec model() {
            return scripted.model();
        }

        @Override
        public Encoding encodeQuery(String text, boolean tokens) {
            TokenVectors vectors = new TokenVectors(new int[] {5, 7}, new float[] {1, 0, 0, 0, 0, 1, 0, 0}, 4);
            return new Encoding(scripted.encodeQuery(text, false).vector(), tokens ? vectors : null, 2, false);
        }

        @Override
        public List<Encoding> encodePassages(List<String> texts, boolean tokens) {
            return texts.stream().map(text -> encodeQuery(text, tokens)).toList();
        }

        @Override
        public int countTokens(String text) {
            return scripted.countTokens(text);
        }

        @Override
        public Optional<TokenProjection> projection() {
            return Optional.of(PROJECTION);
        }

        @Override
        public void close() {
            scripted.close();
        }
    }

    private SearchOutcome.Answered search(Reranker reranker) {
        return search(reranker, "Umzug", new Filter.All(), true);
    }

    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    private SearchOutcome.Answered search(Reranker reranker, String query, Filter filter, boolean rerank) {
        SearchPipeline pipeline = new SearchPipeline(
                engine,
                new TokenEncoder(),
                SearchSettings.defaults(),
                reranker,
                RuleSource.NONE,
                executor,
                NanoClock.SYSTEM,
                InstantSource.system());
        SearchRequest request = new SearchRequest(
                "site", query, 0, 10, "de", filter, Set.of(), SearchMode.HYBRID, rerank, null, null, true);
        SearchOutcome outcome = pipeline.search(request, Deadline.in(Duration.ofSeconds(20), NanoClock.SYSTEM));
        assertThat(outcome).isInstanceOf(SearchOutcome.Answered.class);
        return (SearchOutcome.Answered) outcome;
    }

    private static ScoreParts.Rerank rerank(PageHit hit) {
        return Objects.requireNonNull(Objects.requireNonNull(hit.explanation()).rerank());
    }

    private static Reranker model(Reranker.Scorer scorer) {
        return (site, lang, encoder) -> new Reranker.Choice.Use("test-1", 50, scorer);
    }

    private static List<String> ids(SearchOutcome.Answered answer) {
        return answer.result().hits().stream().map(hit -> hit.page().objectId()).toList();
    }

    /** Turns the order of the fusion round. */
    private static float[] reverse(Candidates candidates) {
        float[] scores = new float[candidates.count()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = i;
        }
        return scores;
    }

    private static void assertFused(SearchOutcome.Answered answer, String reason) {
        assertThat(ids(answer)).containsExactly("umzug", "kosten");
        assertThat(answer.degraded()).containsExactly(Step.RERANK);
        assertThat(answer.versions()).doesNotContainKey("reranker");
        assertThat(answer.reranking()).contains(reason);
    }

    @Test
    void theModelDecidesTheOrderAndIsNamed() {
        SearchOutcome.Answered answer = search(model(RerankingTest::reverse));

        assertThat(ids(answer)).containsExactly("kosten", "umzug");
        assertThat(answer.degraded()).isEmpty();
        assertThat(answer.versions()).containsEntry("reranker", "test-1");
        assertThat(answer.reranking()).isEqualTo("2 candidates were ordered by the reranker test-1");
        assertThat(answer.result().hits().get(0).score())
                .isGreaterThanOrEqualTo(answer.result().hits().get(1).score());
    }

    @Test
    void explainShowsWhatTheModelSaw() {
        ScoreParts.Rerank rerank =
                rerank(search(model(RerankingTest::reverse)).result().hits().getLast());

        assertThat(rerank.fusedRank()).isEqualTo(1);
        assertThat(rerank.features()).hasSize(Feature.columns().size());
        assertThat(rerank.features()).containsEntry("has_late", 1f).containsEntry("has_terms", 1f);
        // The first query token is a token of the passage, the second is its second one.
        assertThat(rerank.features().getOrDefault("late_mean", 0f)).isBetween(0.99f, 1.01f);
        assertThat(rerank.features().getOrDefault("cover_title", 0f)).isEqualTo(1f);
    }

    @Test
    void scoresThatAreNoNumbersKeepTheOrder() {
        assertFused(search(model(candidates -> new float[] {1, Float.NaN})), "a score that is no number");
    }

    @Test
    void aModelThatCannotRunKeepsTheOrder() {
        assertFused(
                search(model(candidates -> {
                    throw new ModelException("it is broken");
                })),
                "it is broken");
    }

    @Test
    void aModelThatCannotBeOpenedKeepsTheOrder() {
        assertFused(search((site, lang, encoder) -> new Reranker.Choice.Broken("the file is damaged")), "is damaged");
    }

    @Test
    void aMissingStoreKeepsTheOrder() throws IOException {
        reopenAfter(Files::delete);

        assertFused(search(model(RerankingTest::reverse)), "tokens-0.lts is missing");
    }

    @Test
    void aTruncatedStoreKeepsTheOrder() throws IOException {
        reopenAfter(file -> {
            try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
                whole.setLength(whole.length() - 9);
            }
        });

        assertFused(search(model(RerankingTest::reverse)), "cannot be used");
    }

    @Test
    void aStoreOfAnotherProjectionKeepsTheOrder() {
        publish("another");

        assertFused(search(model(RerankingTest::reverse)), "the index has token vectors of scripted@1/another");
    }

    @Test
    void anIndexWithoutTokenVectorsKeepsTheOrder() {
        publish("");

        assertFused(search(model(RerankingTest::reverse)), "has no token vectors");
    }

    @Test
    void oneCandidateAndNoneNeedNoModel() {
        Filter one = new Filter.Equal(FilterField.OBJECT_ID, "kosten");
        Filter none = new Filter.Equal(FilterField.OBJECT_ID, "nobody");

        for (Filter filter : List.of(one, none)) {
            SearchOutcome.Answered answer = search(model(RerankingTest::reverse), "Umzug", filter, true);
            assertThat(answer.degraded()).isEmpty();
            assertThat(answer.reranking()).isEqualTo("fewer than two candidates");
        }
    }

    private static Reranker reading(TextScorer scorer) {
        return (site, lang, encoder) -> new Reranker.Choice.Texts("reader-1", 30, scorer);
    }

    @Test
    void aModelThatReadsDecidesTheOrderAndIsNamed() {
        List<String> read = new ArrayList<>();

        SearchOutcome.Answered answer = search(reading((query, texts, limit) -> {
            read.add(query.text());
            read.addAll(texts);
            return new TextScorer.Scored.Some(new double[] {0, 1});
        }));

        assertThat(ids(answer)).containsExactly("kosten", "umzug");
        assertThat(answer.degraded()).isEmpty();
        assertThat(answer.versions()).containsEntry("reranker", "reader-1");
        assertThat(answer.timings()).containsKey(Step.RERANK);
        assertThat(read)
                .containsExactly(
                        "Umzug",
                        "Umzug melden\nSie ziehen um? Melden Sie den Umzug.",
                        "Was ein Wechsel kostet\nEin Umzug ist kostenlos.");
        assertThat(answer.result().hits().get(0).score())
                .isGreaterThanOrEqualTo(answer.result().hits().get(1).score());
    }

    @Test
    void whatAModelHasNoTimeForStaysBehindWhatItRead() {
        SearchOutcome.Answered answer =
                search(reading((query, texts, limit) -> new TextScorer.Scored.Some(new double[] {-7})));

        assertThat(ids(answer)).containsExactly("umzug", "kosten");
        assertThat(answer.degraded()).isEmpty();
        assertThat(answer.reranking()).contains("1 candidates");
    }

    @Test
    void aModelThatCannotReadKeepsTheOrder() {
        assertFused(
                search(reading((query, texts, limit) -> new TextScorer.Scored.None("nobody answered"))),
                "nobody answered");
    }

    @Test
    void rerankOffIsObeyed() {
        SearchOutcome.Answered answer = search(model(RerankingTest::reverse), "Umzug", new Filter.All(), false);

        assertThat(ids(answer)).containsExactly("umzug", "kosten");
        assertThat(answer.degraded()).isEmpty();
    }

    @Test
    void pushedPagesHaveTokenVectorsHoweverManyPushes() {
        for (int i = 0; i < 40; i++) {
            engine.update(
                    "site",
                    List.of(withTokens(page("neu" + i, "Umzug " + i)
                            .passage("Der Umzug Nummer " + i, 12)
                            .build())),
                    List.of());
        }

        var hits = search(model(RerankingTest::reverse), "Umzug", new Filter.All(), true)
                .result()
                .hits();

        assertThat(hits).hasSize(10).allSatisfy(hit -> {
            assertThat(rerank(hit).features()).containsEntry("has_late", 1f);
        });
        assertThat(engine.page("site", "neu39").orElseThrow().tokens()).hasSize(1);
    }

    private interface Damage {
        void to(Path file) throws IOException;
    }

    private void reopenAfter(Damage damage) throws IOException {
        engine.close();
        damage.to(root.resolve("site/generations/1/tokens-0.lts"));
        engine = new LuceneEngine(root, Duration.ofHours(1));
    }
}
