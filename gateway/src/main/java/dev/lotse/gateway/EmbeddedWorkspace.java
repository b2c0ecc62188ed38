package dev.lotse.gateway;

import dev.lotse.gateway.analytics.EventStore;
import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.answer.AnswerWriter;
import dev.lotse.gateway.answer.ExtractiveAnswerer;
import dev.lotse.gateway.answer.GroundedAnswers;
import dev.lotse.gateway.cli.GatewaySettings;
import dev.lotse.gateway.cli.Sources;
import dev.lotse.gateway.cli.Workspace;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.JudgementStore;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.ingest.run.DefaultIngestService;
import dev.lotse.gateway.ingest.run.IngestSettings;
import dev.lotse.gateway.release.PublishedRules;
import dev.lotse.gateway.release.ReleaseStore;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.rerank.RerankModels;
import dev.lotse.gateway.rerank.Reranker;
import dev.lotse.gateway.rerank.SiteRerankers;
import dev.lotse.gateway.rerank.TextScorer;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchEngine;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import dev.lotse.gateway.retrieval.snapshot.SnapshotEngine;
import dev.lotse.gateway.retrieval.snapshot.Snapshots;
import dev.lotse.gateway.rules.RuleSource;
import dev.lotse.gateway.search.RuleMeanings;
import dev.lotse.gateway.search.SearchPipeline;
import dev.lotse.gateway.search.SearchService;
import dev.lotse.gateway.signin.SessionStore;
import dev.lotse.gateway.store.Database;
import dev.lotse.gateway.store.JdbcEventStore;
import dev.lotse.gateway.store.JdbcJudgementStore;
import dev.lotse.gateway.store.JdbcReleaseStore;
import dev.lotse.gateway.store.JdbcSessionStore;
import dev.lotse.models.Encoder;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parts that this process holds on one folder: {@code DATA/index} for sites unless they are in a cluster,
 * {@code DATA/snapshot} for copies of a cluster's sites, {@code DATA/models} for
 * model files, {@code DATA/rerank} for trained rerankers, {@code DATA/store} for releases of synonyms and rules and for events, {@code DATA/ingest} for what
 * makes the next run fast. Thread-safe.
 */
final class EmbeddedWorkspace implements Workspace {
    /** How soon a server shows what another process indexed. */
    private static final Duration WATCH = Duration.ofSeconds(1);

    /** How long an editor who tries a draft waits for the meanings of its rules. */
    private static final Duration PREVIEW_PATIENCE = Duration.ofSeconds(4);

    private final Path data;
    private final GatewaySettings settings;
    private final Function<LocalModels, Encoder> openEncoder;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final RuleMeanings meanings = new RuleMeanings(this::encoder, executor);
    private @Nullable SearchEngine engine;
    private @Nullable SnapshotEngine snapshots;
    private @Nullable LocalModels models;
    private @Nullable CompletableFuture<Encoder> encoder;
    private @Nullable RerankModels rerankModels;
    private @Nullable SiteRerankers reranker;
    private @Nullable SearchService search;
    private @Nullable AnswerService answers;
    private @Nullable IngestService ingest;
    private @Nullable Sources sources;
    private @Nullable Database database;
    private @Nullable ReleaseStore releaseStore;
    private @Nullable PublishedRules rules;
    private @Nullable Releases releases;

    EmbeddedWorkspace(Path data, GatewaySettings settings) {
        this(data, settings, models -> models.openEncoder(settings.models().encoder()));
    }

    /**
     * @param openEncoder called once, when the encoder is first needed
     */
    EmbeddedWorkspace(Path data, GatewaySettings settings, Function<LocalModels, Encoder> openEncoder) {
        this.data = data;
        this.settings = settings;
        this.openEncoder = openEncoder;
    }

    @Override
    public synchronized SearchEngine engine() {
        if (engine == null) {
            engine = newEngine();
        }
        return engine;
    }

    private SearchEngine newEngine() {
        return switch (settings.engine().kind()) {
            case EMBEDDED -> new LuceneEngine(data.resolve("index"), WATCH);
            case ELASTICSEARCH -> {
                SearchEngine cluster = new ElasticsearchEngine(
                        settings.engine().cluster().orElseThrow(), NanoClock.SYSTEM, InstantSource.system());
                snapshots = settings.engine().snapshotInterval().isPresent() ? newSnapshots(cluster) : null;
                yield snapshots == null ? cluster : snapshots;
            }
        };
    }

    private SnapshotEngine newSnapshots(SearchEngine of) {
        Path folder = data.resolve("snapshot");
        Snapshots copies = new Snapshots(
                new LuceneEngine(folder.resolve("index"), WATCH), folder.resolve("taken"), InstantSource.system());
        return new SnapshotEngine(of, copies, NanoClock.SYSTEM, InstantSource.system());
    }

    @Override
    public synchronized Optional<SnapshotEngine> snapshots() {
        SearchEngine unused = engine();
        return Optional.ofNullable(snapshots);
    }

    @Override
    public synchronized LocalModels models() {
        if (models == null) {
            ModelRegistry registry = ModelRegistry.bundled();
            if (settings.models().registry().isPresent()) {
                registry = registry.plus(settings.models().registry().get());
            }
            models = new LocalModels(
                    data.resolve("models"), registry, settings.models().options());
        }
        return models;
    }

    @Override
    public void prepareEncoder() {
        CompletableFuture<Encoder> unused = openingEncoder();
    }

    @Override
    public Encoder encoder() {
        try {
            return openingEncoder().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** What it runs takes no lock of this object, whose holders wait for it. */
    private synchronized CompletableFuture<Encoder> openingEncoder() {
        if (encoder == null) {
            LocalModels from = models();
            encoder = CompletableFuture.supplyAsync(() -> openEncoder.apply(from), executor);
        }
        return encoder;
    }

    @Override
    public synchronized SearchService search() {
        if (search == null) {
            search = search(reranker());
        }
        return search;
    }

    @Override
    public synchronized SearchService search(Reranker reranking) {
        return search(reranking, rules(), Duration.ZERO);
    }

    @Override
    public synchronized SearchService search(RuleSource tuned) {
        return search(reranker(), tuned, PREVIEW_PATIENCE);
    }

    private synchronized SearchService search(Reranker reranking, RuleSource tuned, Duration patience) {
        return new SearchPipeline(
                engine(),
                encoder(),
                settings.search(),
                reranking,
                tuned,
                meanings,
                patience,
                executor,
                NanoClock.SYSTEM,
                InstantSource.system());
    }

    private synchronized Database database() {
        if (database == null) {
            database = new Database(data.resolve("store"), settings.store(), InstantSource.system());
        }
        return database;
    }

    private synchronized ReleaseStore releaseStore() {
        if (releaseStore == null) {
            releaseStore = new JdbcReleaseStore(database());
        }
        return releaseStore;
    }

    @Override
    public synchronized EventStore events() {
        return new JdbcEventStore(database());
    }

    @Override
    public synchronized SessionStore sessions() {
        return new JdbcSessionStore(database());
    }

    @Override
    public synchronized JudgementStore judgements() {
        return new JdbcJudgementStore(database());
    }

    @Override
    public synchronized PublishedRules rules() {
        if (rules == null) {
            rules = new PublishedRules(releaseStore());
            rules.refresh();
        }
        return rules;
    }

    @Override
    public synchronized Releases releases() {
        if (releases == null) {
            releases = new Releases(releaseStore(), InstantSource.system(), new SecureRandom(), rules()::refresh);
        }
        return releases;
    }

    private synchronized SiteRerankers reranker() {
        if (reranker == null) {
            rerankModels = new RerankModels(models(), data.resolve("rerank"), settings.rerank(), NanoClock.SYSTEM);
            reranker = new SiteRerankers(settings.rerank(), rerankModels, models()::openPairScorer);
        }
        return reranker;
    }

    @Override
    public void rerankBy(Map<String, TextScorer> chains) {
        reranker().chains(chains);
    }

    @Override
    public synchronized AnswerService answers() {
        if (answers == null) {
            answers = newAnswers(null);
        }
        return answers;
    }

    @Override
    public synchronized AnswerService answers(AnswerWriter writer) {
        return newAnswers(writer);
    }

    private AnswerService newAnswers(@Nullable AnswerWriter writer) {
        return new GroundedAnswers(
                search(),
                engine(),
                encoder(),
                writer == null ? new ExtractiveAnswerer() : ExtractiveAnswerer.forWriting(),
                writer,
                executor,
                NanoClock.SYSTEM);
    }

    @Override
    public synchronized IngestService ingest() {
        if (ingest == null) {
            ingest =
                    new DefaultIngestService(state(), engine(), encoder(), IngestSettings.defaults(), NanoClock.SYSTEM);
        }
        return ingest;
    }

    @Override
    public synchronized Sources sources() {
        if (sources == null) {
            sources = new EmbeddedSources(state(), engine());
        }
        return sources;
    }

    private Path state() {
        return data.resolve("ingest");
    }

    /** Closes users before what they use; a second call does nothing. */
    @Override
    public synchronized void close() {
        executor.shutdown();
        search = null;
        answers = null;
        ingest = null;
        sources = null;
        if (engine != null) {
            engine.close();
            engine = null;
            snapshots = null;
        }
        if (reranker != null) {
            reranker.close();
            reranker = null;
        }
        if (rerankModels != null) {
            rerankModels.close();
            rerankModels = null;
        }
        rules = null;
        releases = null;
        releaseStore = null;
        if (database != null) {
            database.close();
            database = null;
        }
        if (encoder != null) {
            // One that could not be opened has been told of where it was used.
            encoder.handle((opened, failure) -> opened)
                    .thenAccept(EmbeddedWorkspace::closeOpened)
                    .join();
            encoder = null;
        }
    }

    private static void closeOpened(@Nullable Encoder encoder) {
        if (encoder != null) {
            encoder.close();
        }
    }
}
