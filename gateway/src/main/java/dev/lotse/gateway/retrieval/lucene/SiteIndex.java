package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The serving generation of one site, and the ways to change it. Thread-safe. */
final class SiteIndex {
    private static final Logger LOG = LoggerFactory.getLogger(SiteIndex.class);

    private final SiteFolder folder;
    private final Executor background;
    private final AtomicReference<@Nullable Generation> serving = new AtomicReference<>();

    /** Threads of this process take it before the update lock file. */
    private final ReentrantLock updates = new ReentrantLock();

    private final ReentrantLock refreshing = new ReentrantLock();

    SiteIndex(SiteFolder folder, Executor background) {
        this.folder = folder;
        this.background = background;
    }

    boolean isOpen() {
        return serving.get() != null;
    }

    /** Something done with an open generation. */
    interface Use<T> {
        T with(Generation generation) throws IOException;
    }

    /** Runs with the serving generation, which stays open until the end even when another one is swapped in. */
    <T> T with(Use<T> use) {
        while (true) {
            Generation generation = serving.get();
            if (generation == null) {
                throw new UnknownSiteException(folder.site());
            }
            if (generation.tryAcquire()) {
                try {
                    return use.with(generation);
                } catch (IOException e) {
                    throw new EngineException("cannot read the index of site '" + folder.site() + "' (" + e + ")", e);
                } finally {
                    generation.release();
                }
            }
        }
    }

    /** Opens what was published or changed since, by this or another process. */
    void refresh() {
        refreshing.lock();
        try {
            OptionalLong current = folder.current();
            if (current.isEmpty()) {
                return;
            }
            Generation old = serving.get();
            Generation next;
            if (old == null || old.number() != current.getAsLong()) {
                next = openNewest(current.getAsLong());
            } else {
                next = old.refreshed(folder, background);
            }
            if (next != null) {
                if (old != null) {
                    next.follow(old);
                }
                serving.set(next);
                if (old != null) {
                    old.release();
                    LOG.info("site '{}' serves index {} now", folder.site(), next.version());
                }
            }
            deleteOlder(with(Generation::number));
        } catch (IOException e) {
            throw new EngineException("cannot read the index of site '" + folder.site() + "' (" + e + ")", e);
        } finally {
            refreshing.unlock();
        }
    }

    /** A generation may be swapped out and deleted between reading its number and opening it; then the next one is there. */
    private Generation openNewest(long number) {
        try {
            return Generation.open(folder, number, background);
        } catch (EngineException e) {
            OptionalLong newer = folder.current();
            if (newer.isPresent() && newer.getAsLong() != number) {
                return openNewest(newer.getAsLong());
            }
            throw e;
        }
    }

    GenerationWriter newGeneration(GenerationInfo info) {
        SiteFolder.Lock buildLock = folder.tryBuildLock();
        if (buildLock == null) {
            throw new EngineException("an index of site '" + folder.site()
                    + "' is being built already; wait for it to end, or end that process");
        }
        try {
            deleteUnfinished();
            long number = folder.createGeneration(info);
            return new LuceneGenerationWriter(folder, buildLock, number, info, updates, this::refresh);
        } catch (EngineException e) {
            buildLock.close();
            throw e;
        }
    }

    int update(List<PageDocument> upserts, List<String> deletions) {
        updates.lock();
        try (SiteFolder.Lock ignored = folder.updateLock()) {
            refresh();
            long number = with(Generation::number);
            int existing = countExisting(deletions);
            List<String> changed = new ArrayList<>(deletions);
            upserts.forEach(document -> changed.add(document.page().objectId()));
            new ChangeLog(folder.changes(number)).append(changed);
            try (Directory directory = MMapDirectory.open(folder.generation(number));
                    IndexWriter writer = new IndexWriter(directory, IndexSettings.writerConfig())) {
                for (String id : deletions) {
                    writer.deleteDocuments(new Term(IndexFields.BLOCK, id));
                }
                for (PageDocument document : upserts) {
                    writer.updateDocuments(
                            new Term(IndexFields.BLOCK, document.page().objectId()), PageBlock.documents(document));
                }
                TokenChanges changes = TokenChanges.write(folder.generation(number), folder.info(number), upserts);
                writer.commit();
                changes.dropReplaced();
            }
            refresh();
            return existing;
        } catch (IOException e) {
            throw folder.unwritable(e);
        } finally {
            updates.unlock();
        }
    }

    void close() {
        Generation generation = serving.getAndSet(null);
        if (generation != null) {
            generation.release();
        }
    }

    private int countExisting(List<String> ids) {
        return with(generation -> {
            int count = 0;
            for (String id : ids) {
                count += generation.newSearcher().count(new TermQuery(new Term(IndexFields.ID, id)));
            }
            return count;
        });
    }

    /** Generations before the serving one; a process that still reads one keeps its files through open handles. */
    private void deleteOlder(long current) throws IOException {
        for (long number : folder.numbers()) {
            if (number < current - 1) {
                folder.deleteGeneration(number);
            }
        }
    }

    /** Generations that a killed build left behind. Only under the build lock. */
    private void deleteUnfinished() {
        try {
            long current = folder.current().orElse(0);
            for (long number : folder.numbers()) {
                if (number > current) {
                    folder.deleteGeneration(number);
                }
            }
        } catch (IOException e) {
            throw folder.unwritable(e);
        }
    }
}
