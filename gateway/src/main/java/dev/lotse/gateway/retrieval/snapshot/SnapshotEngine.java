package dev.lotse.gateway.retrieval.snapshot;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine whose searches are answered from a copy on this machine while it is at fault. What is wrong with a request is never
 * answered from the copy, and what changes the index always goes to the engine, which says clearly that it cannot.
 *
 * <p>Thread-safe.
 */
public final class SnapshotEngine implements SearchEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotEngine.class);

    /** Of a search's time, so that there is some left for the copy where the engine does not answer. */
    private static final double SHARE_OF_ENGINE = 0.75;

    private final SearchEngine engine;
    private final Snapshots snapshots;
    private final NanoClock clock;
    private final InstantSource time;
    private volatile boolean away;

    /** Both are closed with this one. */
    public SnapshotEngine(SearchEngine engine, Snapshots snapshots, NanoClock clock, InstantSource time) {
        this.engine = engine;
        this.snapshots = snapshots;
        this.clock = clock;
        this.time = time;
    }

    /** Whether the last search that the engine was asked was answered by it, or none was yet. */
    public boolean engineAnswers() {
        return !away;
    }

    /** How old the copy of a site is, or empty where there is none. */
    public Optional<Duration> age(String site) {
        return snapshots.of(site).map(taken -> Duration.between(taken.instant(), time.instant()));
    }

    /** Copies every site that has changed since its copy was made. What cannot be copied now is told and left for the next time. */
    public void refresh() {
        for (String site : engine.sites()) {
            try {
                Instant start = time.instant();
                if (snapshots.take(engine, site)) {
                    LOG.info(
                            "site '{}' was copied to this machine in {} s",
                            site,
                            Duration.between(start, time.instant()).toSeconds());
                }
            } catch (EngineException e) {
                LOG.warn("site '{}' cannot be copied to this machine: {}", site, e.getMessage());
            }
        }
    }

    /** Asks the engine, and the copy where the engine is at fault. */
    private <T> T ask(String site, Function<SearchEngine, T> question) {
        try {
            return question.apply(engine);
        } catch (EngineException e) {
            return question.apply(copyInsteadOf(site, e));
        }
    }

    private SearchEngine copyInsteadOf(String site, EngineException problem) {
        if (!problem.isOutage() || snapshots.of(site).isEmpty()) {
            throw problem;
        }
        return snapshots.engine();
    }

    @Override
    public List<String> sites() {
        List<String> sites = engine.sites();
        // An engine that was away since this process started knows none.
        return sites.isEmpty() ? snapshots.engine().sites() : sites;
    }

    @Override
    public GenerationInfo info(String site) {
        return ask(site, asked -> asked.info(site));
    }

    @Override
    public String fingerprint(String site) {
        return ask(site, asked -> asked.fingerprint(site));
    }

    @Override
    public Optional<SiteStatus> status(String site) {
        return engine.status(site);
    }

    @Override
    public GenerationWriter newGeneration(String site, GenerationInfo info) {
        return engine.newGeneration(site, info);
    }

    @Override
    public int update(String site, List<PageDocument> upserts, List<String> deletions) {
        return engine.update(site, upserts, deletions);
    }

    @Override
    public void forEachPage(String site, Consumer<PageDocument> consumer) {
        engine.forEachPage(site, consumer);
    }

    @Override
    public Optional<PageDocument> page(String site, String objectId) {
        return ask(site, asked -> asked.page(site, objectId));
    }

    @Override
    public Lexicon lexicon(String site) {
        return ask(site, asked -> asked.lexicon(site));
    }

    @Override
    public RetrievalResult search(String site, RetrievalRequest request, Deadline deadline) {
        Optional<Snapshots.Snapshot> snapshot = snapshots.of(site);
        if (snapshot.isEmpty()) {
            return engine.search(site, request, deadline);
        }
        long share = (long) (deadline.remaining().toNanos() * SHARE_OF_ENGINE);
        try {
            RetrievalResult result = engine.search(site, request, Deadline.in(Duration.ofNanos(share), clock));
            if (away) {
                away = false;
                LOG.info("the search engine answers again");
            }
            return result;
        } catch (EngineException e) {
            SearchEngine copy = copyInsteadOf(site, e);
            if (!away) {
                away = true;
                LOG.warn(
                        "searches are answered by the copies on this machine until the engine answers again: {}",
                        e.getMessage());
            }
            return copy.search(site, fitting(site, request), deadline)
                    .asSnapshotOf(snapshot.get().of());
        }
    }

    /** A copy of another encoder than the index has vectors that mean something else. */
    private RetrievalRequest fitting(String site, RetrievalRequest request) {
        boolean fits;
        try {
            fits = engine.info(site).hasVectorsOf(snapshots.engine().info(site));
        } catch (EngineException e) {
            // Then the copy's own encoder was the one that counted.
            fits = true;
        }
        if (fits) {
            return request;
        }
        if (request.texts().isEmpty()) {
            throw new EngineException("the copy of site '" + site
                    + "' on this machine is of another encoder than the index, and this search has no words");
        }
        return request.withoutMeaning();
    }

    @Override
    public List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline) {
        return ask(site, asked -> asked.suggest(site, prefix, lang, limit, deadline));
    }

    @Override
    public void close() {
        engine.close();
        snapshots.close();
    }
}
