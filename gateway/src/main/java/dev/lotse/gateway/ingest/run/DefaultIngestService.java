package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.passage.PassageBuilder;
import dev.lotse.gateway.ingest.passage.PassageText;
import dev.lotse.gateway.ingest.run.PassageEncoder.Encoded;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import dev.lotse.models.Encoder;
import dev.lotse.models.ModelException;
import dev.lotse.ranking.late.TokenCodes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ingest over any search engine and encoder. Pages wait on disk, vectors are kept by passage hash, so memory does not grow with
 * the site and a killed run goes on where it was. Thread-safe.
 *
 * <p>A run is cancelled by interrupting its thread.
 */
public final class DefaultIngestService implements IngestService {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultIngestService.class);

    private static final Encoded NOTHING = new Encoded(new float[0], null);

    private final Path sites;
    private final SearchEngine engine;
    private final PassageEncoder encoder;
    private final IngestSettings settings;
    private final NanoClock clock;
    private final PassageBuilder passageBuilder;
    private final GenerationInfo info;

    /**
     * @param sites folder with a folder for each site, for the state of ingest
     */
    public DefaultIngestService(
            Path sites, SearchEngine engine, Encoder encoder, IngestSettings settings, NanoClock clock) {
        this.sites = sites;
        this.engine = engine;
        this.encoder = new PassageEncoder(encoder);
        this.settings = settings;
        this.clock = clock;
        this.passageBuilder = new PassageBuilder(settings.passages(), encoder::countTokens);
        this.info = new GenerationInfo(
                encoder.model().versionedId(), encoder.model().dimension(), this.encoder.tokensVersion());
    }

    @Override
    public Report run(String site, PageSource source, Consumer<Progress> progress) {
        SiteFiles files = SiteFiles.of(sites, site);
        try (SiteFiles.Lock lock = files.lock()) {
            return run(files, source, progress);
        } catch (EngineException | ModelException e) {
            throw new IngestException(String.valueOf(e.getMessage()), e);
        } catch (MVStoreException e) {
            throw SiteFiles.unwritable(files.folder(), e);
        }
    }

    private Report run(SiteFiles files, PageSource source, Consumer<Progress> progress) {
        long startedAt = clock.nanos();
        String site = files.site();
        Optional<GenerationInfo> serving = serving(site);
        boolean cancelled = false;
        try (GenerationWriter writer = engine.newGeneration(site, info);
                EmbeddingCache cache = EmbeddingCache.open(
                        files.vectors(), info.encoder(), info.dimension(), encoder.tokensVersion());
                PageSpool spool = PageSpool.create(files.spool());
                PassageEncoding encoding = new PassageEncoding(
                        spool, cache, encoder, settings.encodingThreads(), settings.encodingBatch(), clock);
                RunProgress state =
                        new RunProgress(progress, clock, settings.progressInterval(), startedAt, encoding)) {
            try {
                state.start();
                IndexRun run = new IndexRun(
                        engine,
                        encoder,
                        passageBuilder,
                        cache,
                        spool,
                        encoding,
                        state,
                        serving.filter(info::hasVectorsOf).isPresent());
                run.read(source);
                if (serving.isPresent()) {
                    run.carryOver(site, source.name());
                }
                run.allRead();
                refuseEmpty(run, source);
                run.write(writer);
                cache.commit();
                long generation = writer.publish();
                source.published();
                dropStale(cache, spool);
                state.close();
                progress.accept(state.now());
                return new Report(
                        generation,
                        run.ownPages(),
                        run.carriedOver(),
                        run.passages(),
                        encoding.done(),
                        run.passages() - encoding.done(),
                        run.skipped(),
                        state.elapsed(),
                        encoding.busy());
            } catch (RuntimeException e) {
                // Files that are closed by an interrupted thread may be left in a bad state: close first, then tell.
                cancelled = Thread.interrupted();
                throw e;
            }
        } finally {
            if (cancelled) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The run has succeeded by now; a cache that could not be tidied up does not change that. */
    private static void dropStale(EmbeddingCache cache, PageSpool spool) {
        try {
            cache.retain(spool::knows);
        } catch (IngestException e) {
            LOG.warn("vectors that are not needed any more could not be dropped: {}", e.getMessage());
        }
    }

    private void refuseEmpty(IndexRun run, PageSource source) {
        if (run.ownPages() == 0 && !settings.allowEmpty()) {
            String first = run.skipped().entrySet().stream()
                    .findFirst()
                    .map(entry -> "; skipped " + run.skipped().size() + ", the first: " + entry.getKey() + ": "
                            + entry.getValue())
                    .orElse("");
            throw new IngestException("no page was found in " + source.name() + first
                    + "; the index stays as it was (allow an empty run explicitly if that is what you want)");
        }
    }

    private Optional<GenerationInfo> serving(String site) {
        try {
            return Optional.of(engine.info(site));
        } catch (UnknownSiteException e) {
            return Optional.empty();
        }
    }

    @Override
    public PushReport push(String site, List<Page> upserts, List<String> deletions) {
        SiteFiles.of(sites, site);
        try {
            Optional<GenerationInfo> serving = serving(site);
            if (serving.isPresent() && !serving.get().hasVectorsOf(info)) {
                throw new IngestException("site '" + site + "' is indexed with the encoder "
                        + serving.get().encoder() + ", this process uses " + info.encoder()
                        + "; index the site again first");
            }
            Map<String, Page> latest = new LinkedHashMap<>();
            upserts.forEach(page -> latest.put(page.objectId(), page));
            List<PageDocument> documents = new ArrayList<>(latest.size());
            int embedded = 0;
            for (Page page : latest.values()) {
                Optional<PageDocument> before =
                        serving.isPresent() ? engine.page(site, page.objectId()) : Optional.empty();
                List<Passage> passages = passageBuilder.passages(page);
                Map<String, Encoded> encoded = encoded(before);
                embedded += encodeMissing(page, passages, encoded);
                documents.add(document(
                        page,
                        passages,
                        passages.stream()
                                .map(passage -> encoded.getOrDefault(passage.hash(), NOTHING))
                                .toList(),
                        before.map(PageDocument::inboundTexts).orElse(List.of())));
            }
            int deleted = serving.isPresent() ? engine.update(site, documents, deletions) : create(site, documents);
            return new PushReport(documents.size(), deleted, embedded);
        } catch (EngineException | ModelException e) {
            throw new IngestException(String.valueOf(e.getMessage()), e);
        }
    }

    private int create(String site, List<PageDocument> documents) {
        if (!documents.isEmpty()) {
            try (GenerationWriter writer = engine.newGeneration(site, info)) {
                documents.forEach(writer::add);
                long generation = writer.publish();
                LOG.info("site '{}' was created by a push, generation {}", site, generation);
            }
        }
        return 0;
    }

    private static PageDocument document(
            Page page, List<Passage> passages, List<Encoded> encoded, List<String> inboundTexts) {
        List<TokenCodes> tokens =
                encoded.stream().map(Encoded::tokens).filter(Objects::nonNull).toList();
        return new PageDocument(
                page,
                passages,
                encoded.stream().map(Encoded::vector).toList(),
                inboundTexts,
                tokens.size() == passages.size() ? tokens : List.of());
    }

    /** What the page's passages had before; passages whose token vectors are missing are encoded anew. */
    private Map<String, Encoded> encoded(Optional<PageDocument> before) {
        Map<String, Encoded> encoded = new HashMap<>();
        boolean wantsTokens = !encoder.tokensVersion().isEmpty();
        before.filter(document -> !wantsTokens || !document.tokens().isEmpty()).ifPresent(document -> {
            for (int i = 0; i < document.passages().size(); i++) {
                TokenCodes tokens = wantsTokens ? document.tokens().get(i) : null;
                encoded.put(
                        document.passages().get(i).hash(),
                        new Encoded(document.vectors().get(i), tokens));
            }
        });
        return encoded;
    }

    private int encodeMissing(Page page, List<Passage> passages, Map<String, Encoded> vectors) {
        List<Passage> missing = passages.stream()
                .filter(passage -> !vectors.containsKey(passage.hash()))
                .toList();
        for (int from = 0; from < missing.size(); from += settings.encodingBatch()) {
            List<Passage> batch = missing.subList(from, Math.min(missing.size(), from + settings.encodingBatch()));
            List<Encoded> encodings = encoder.encode(batch.stream()
                    .map(passage -> PassageText.of(page.title(), passage.headings(), passage.text()))
                    .toList());
            for (int i = 0; i < batch.size(); i++) {
                vectors.put(batch.get(i).hash(), encodings.get(i));
            }
        }
        return missing.size();
    }
}
