package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.EngineException;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded engine: every site is a folder below one root. Other processes may build generations and change pages in the
 * same root; what they publish is served here within the watch interval.
 *
 * <p>Thread-safe.
 */
public final class LuceneEngine implements SearchEngine {
    private static final Logger LOG = LoggerFactory.getLogger(LuceneEngine.class);
    private static final String SITE_NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    private final Path root;
    private final Map<String, SiteIndex> sites = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch;
    private final Executor background;

    /**
     * Opens all sites below the root.
     *
     * @param root folder of sites; created on the first write
     * @param watchInterval how often other processes' changes are looked for
     */
    public LuceneEngine(Path root, Duration watchInterval) {
        this.root = root;
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("lotse-index-watch").factory());
        watch = executor;
        background =
                command -> Thread.ofPlatform().daemon().name("lotse-index-open").start(command);
        refreshAll();
        long millis = watchInterval.toMillis();
        ScheduledFuture<?> unused =
                watch.scheduleWithFixedDelay(this::refreshAll, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Allowed names of sites: lower-case letters, digits, dot, dash and underscore, at most 64. */
    public static boolean isSiteName(String name) {
        return name.matches(SITE_NAME);
    }

    @Override
    public List<String> sites() {
        return sites.entrySet().stream()
                .filter(entry -> entry.getValue().isOpen())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public GenerationInfo info(String site) {
        return serving(site).with(Generation::info);
    }

    @Override
    public String fingerprint(String site) {
        return serving(site).with(Generation::fingerprint);
    }

    @Override
    public Optional<SiteStatus> status(String site) {
        SiteIndex index = sites.get(site);
        return index == null || !index.isOpen()
                ? Optional.empty()
                : Optional.of(index.with(generation -> generation.status(site)));
    }

    @Override
    public GenerationWriter newGeneration(String site, GenerationInfo info) {
        return index(site).newGeneration(info);
    }

    @Override
    public int update(String site, List<PageDocument> upserts, List<String> deletions) {
        return serving(site).update(upserts, deletions);
    }

    @Override
    public void forEachPage(String site, Consumer<PageDocument> consumer) {
        serving(site).with(generation -> {
            TokenStore.Reader tokens = reader(generation);
            StoredPages.forEach(
                    generation.newSearcher(),
                    (head, content, block) -> consumer.accept(StoredPages.document(head, content, block, tokens)));
            return true;
        });
    }

    @Override
    public Optional<PageDocument> page(String site, String objectId) {
        return serving(site).with(generation -> {
            TokenStore.Reader tokens = reader(generation);
            List<PageDocument> found = new ArrayList<>(1);
            StoredPages.forEach(
                    generation.newSearcher(),
                    new TermQuery(new Term(IndexFields.ID, objectId)),
                    (head, content, block) -> found.add(StoredPages.document(head, content, block, tokens)));
            return found.stream().findFirst();
        });
    }

    @Override
    public Lexicon lexicon(String site) {
        return serving(site).with(Generation::lexicon);
    }

    @Override
    public RetrievalResult search(String site, RetrievalRequest request, Deadline deadline) {
        return serving(site).with(generation -> new PageSearch(generation, request, deadline).run());
    }

    @Override
    public List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline) {
        return serving(site).with(generation -> generation.completions().complete(prefix, lang, limit));
    }

    @Override
    public void close() {
        watch.shutdownNow();
        sites.values().forEach(SiteIndex::close);
        sites.clear();
    }

    private static TokenStore.@Nullable Reader reader(Generation generation) {
        TokenStore tokens = generation.tokens();
        return tokens == null ? null : tokens.reader();
    }

    private SiteIndex serving(String site) {
        SiteIndex index = sites.get(site);
        if (index == null || !index.isOpen()) {
            throw new UnknownSiteException(site);
        }
        return index;
    }

    private SiteIndex index(String site) {
        if (!isSiteName(site)) {
            throw new EngineException(
                    "'" + site + "' is no site name; allowed are lower-case letters, digits, '.', '-' and"
                            + " '_', at most 64, beginning with a letter or digit");
        }
        return sites.computeIfAbsent(site, name -> new SiteIndex(new SiteFolder(name, root.resolve(name)), background));
    }

    private void refreshAll() {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> folders = Files.list(root)) {
            folders.map(folder -> folder.getFileName().toString())
                    .filter(LuceneEngine::isSiteName)
                    .forEach(this::refresh);
        } catch (IOException e) {
            LOG.warn("cannot list the sites in {}: {}", root, e.toString());
        }
    }

    private void refresh(String site) {
        try {
            index(site).refresh();
        } catch (EngineException e) {
            LOG.warn("site '{}' keeps serving what it had: {}", site, e.getMessage());
        }
    }
}
