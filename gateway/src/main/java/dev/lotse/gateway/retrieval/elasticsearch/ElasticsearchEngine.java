package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.CompletionIndex;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.EngineOutageException;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.SiteStatus;
import dev.lotse.gateway.retrieval.Suggestion;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine on a cluster. What any gateway publishes or changes is served by all of them within the watch interval.
 *
 * <p>Thread-safe.
 */
public final class ElasticsearchEngine implements SearchEngine {
    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchEngine.class);

    /** Vocabulary and completions are read again at most this often after changes in place. */
    private static final Duration WORDS_PAUSE = Duration.ofSeconds(10);

    private static final Duration UPDATE_PATIENCE = Duration.ofSeconds(30);

    private final ElasticsearchSettings settings;
    private final Cluster cluster;
    private final IndexNames names;
    private final Control control;
    private final SiteLocks locks;
    private final StoredDocuments documents;
    private final SiteWords words;
    private final ScheduledExecutorService watch;
    private final Executor background;
    private final NanoClock clock;

    /** Null until the cluster has told them for the first time. */
    private volatile @Nullable Map<String, SiteRecord> sites;

    private final Map<String, Kept<Lexicon>> lexicons = new ConcurrentHashMap<>();
    private final Map<String, Kept<CompletionIndex>> completions = new ConcurrentHashMap<>();

    /**
     * Connects to a cluster and reads which sites it has. A cluster that cannot be reached is tried again while the gateway
     * runs.
     *
     * @throws EngineException when the settings cannot be used, the cluster refuses the key or password, or a node lacks the
     *     plugin
     */
    public ElasticsearchEngine(ElasticsearchSettings settings, NanoClock clock, InstantSource time) {
        this.settings = settings;
        this.clock = clock;
        cluster = new Cluster(settings, clock);
        names = new IndexNames(settings.prefix());
        Duration timeout = settings.adminTimeout();
        control = new Control(cluster, names, settings.layout().replicas(), timeout, time);
        documents = new StoredDocuments(cluster, timeout);
        words = new SiteWords(cluster, documents, timeout);
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().daemon().name("lotse-elasticsearch-", 0).factory());
        watch = executor;
        background = command -> Thread.ofVirtual().name("lotse-words").start(command);
        locks = new SiteLocks(control, UUID.randomUUID().toString(), executor, UPDATE_PATIENCE);
        try {
            new PluginCheck(cluster, timeout).run().forEach(LOG::warn);
        } catch (PluginCheck.WrongPluginException e) {
            close();
            throw e;
        } catch (EngineException e) {
            if (e instanceof ClusterProblem problem && problem.isUnknownCaller()) {
                close();
                throw e;
            }
            LOG.warn("{}", e.getMessage());
        }
        refresh();
        long millis = settings.watch().toMillis();
        ScheduledFuture<?> unused =
                executor.scheduleWithFixedDelay(this::refresh, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        try {
            read();
        } catch (EngineException e) {
            LOG.warn("the sites of the cluster cannot be read: {}", e.getMessage());
        }
    }

    private void read() {
        Map<String, SiteRecord> found = new HashMap<>();
        control.serving().forEach(record -> found.put(record.site(), record));
        sites = Map.copyOf(found);
    }

    @Override
    public List<String> sites() {
        Map<String, SiteRecord> known = sites;
        return known == null ? List.of() : known.keySet().stream().sorted().toList();
    }

    @Override
    public GenerationInfo info(String site) {
        return record(site).info();
    }

    private SiteRecord record(String site) {
        Map<String, SiteRecord> known = sites;
        if (known == null) {
            throw new EngineOutageException(
                    "the cluster has not told its sites yet, because it could not be read since this"
                            + " gateway started; the log says why");
        }
        SiteRecord record = known.get(site);
        if (record == null) {
            throw new UnknownSiteException(site);
        }
        return record;
    }

    private static String index(SiteRecord record) {
        String index = record.index();
        if (index == null) {
            throw new UnknownSiteException(record.site());
        }
        return index;
    }

    /** Something done with the serving index; once more where another gateway has deleted that one meanwhile. */
    private <T> T with(String site, Use<T> use) {
        SiteRecord record = record(site);
        try {
            return use.with(record, index(record));
        } catch (ClusterProblem e) {
            if (!e.isMissingIndex()) {
                throw e;
            }
            read();
            SiteRecord newer = record(site);
            if (index(newer).equals(index(record))) {
                throw e;
            }
            return use.with(newer, index(newer));
        }
    }

    private interface Use<T> {
        T with(SiteRecord record, String index);
    }

    /** Made of what is in memory: it is asked for with every search, also while the cluster is down. */
    @Override
    public String fingerprint(String site) {
        SiteRecord record = record(site);
        return index(record) + "/" + record.version();
    }

    @Override
    public Optional<SiteStatus> status(String site) {
        if (!sites().contains(site)) {
            return Optional.empty();
        }
        return Optional.of(with(site, (record, index) -> {
            Duration timeout = settings.adminTimeout();
            Map<String, Long> languages = words.languages(index);
            long pages = cluster.send("GET", "/" + index + "/_count", timeout)
                    .path("count")
                    .asLong();
            JsonNode stats = cluster.send("GET", "/" + index + "/_stats/docs,store", timeout)
                    .path("_all")
                    .path("primaries");
            return new SiteStatus(
                    site,
                    record.version(),
                    record.info(),
                    pages,
                    // Nested documents are documents to Lucene.
                    Math.max(0, stats.path("docs").path("count").asLong() - pages),
                    languages,
                    stats.path("store").path("size_in_bytes").asLong());
        }));
    }

    @Override
    public GenerationWriter newGeneration(String site, GenerationInfo info) {
        IndexNames.requireSiteName(site);
        return new ElasticsearchGenerationWriter(cluster, names, locks, documents, settings, site, info, this::read);
    }

    @Override
    public int update(String site, List<PageDocument> upserts, List<String> deletions) {
        record(site);
        int deleted;
        try (SiteLocks.Update update = locks.startUpdate(site)) {
            List<String> changed = new ArrayList<>(deletions);
            upserts.forEach(document -> changed.add(document.page().objectId()));
            Bulk bulk = new Bulk(cluster, update.index(), settings.adminTimeout());
            update.note(changed);
            deletions.forEach(bulk::delete);
            upserts.forEach(bulk::index);
            bulk.flush(true);
            deleted = bulk.deleted();
        }
        read();
        return deleted;
    }

    @Override
    public void forEachPage(String site, Consumer<PageDocument> consumer) {
        SiteRecord record = record(site);
        documents.forEach(index(record), consumer);
    }

    @Override
    public Optional<PageDocument> page(String site, String objectId) {
        return with(site, (record, index) -> documents.get(index, objectId));
    }

    @Override
    public Lexicon lexicon(String site) {
        return with(
                site,
                (record, index) -> lexicons.computeIfAbsent(
                                site, name -> new Kept<>(words::lexicon, background, clock, WORDS_PAUSE))
                        .get(record, index));
    }

    @Override
    public RetrievalResult search(String site, RetrievalRequest request, Deadline deadline) {
        return with(site, (record, index) -> {
            float[] vector = request.meaning().get().vector();
            if (vector != null && vector.length != record.dimension()) {
                throw new EngineException("the query vector has " + vector.length + " dimensions, the index of site '"
                        + site + "' has " + record.dimension() + " (" + record.encoder() + ")");
            }
            SearchBody body = new SearchBody(
                    request, vector, settings.layout().vectors() != ElasticsearchSettings.VectorIndex.HNSW);
            Duration left = deadline.remaining();
            if (left.toMillis() <= 0) {
                throw new EngineException("there was no time left to ask Elasticsearch");
            }
            JsonNode answer = cluster.send(
                    "POST",
                    "/" + index + "/_search?allow_partial_search_results=false&request_cache=false",
                    body.json(left.toMillis()),
                    left);
            return new SearchAnswer(answer, request, body).read(record.version());
        });
    }

    @Override
    public List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline) {
        return with(
                site,
                (record, index) -> completions
                        .computeIfAbsent(site, name -> new Kept<>(words::completions, background, clock, WORDS_PAUSE))
                        .get(record, index)
                        .complete(prefix, lang, limit));
    }

    @Override
    public void close() {
        watch.shutdownNow();
        cluster.close();
    }
}
