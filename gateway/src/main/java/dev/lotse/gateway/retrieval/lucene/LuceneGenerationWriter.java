package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.PageDocument;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a generation in a folder of its own. Holds the site's build lock until it is closed. */
final class LuceneGenerationWriter implements GenerationWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LuceneGenerationWriter.class);

    private final SiteFolder folder;
    private final SiteFolder.Lock buildLock;
    private final Lock updates;
    private final Runnable published;
    private final long number;
    private final OptionalLong previous;
    private final long previousChanges;
    private final Directory directory;
    private final IndexWriter writer;
    private final GenerationInfo info;
    private final @Nullable TokenStoreWriter tokens;
    private boolean done;

    LuceneGenerationWriter(
            SiteFolder folder,
            SiteFolder.Lock buildLock,
            long number,
            GenerationInfo info,
            Lock updates,
            Runnable published) {
        this.folder = folder;
        this.buildLock = buildLock;
        this.number = number;
        this.info = info;
        this.updates = updates;
        this.published = published;
        try {
            previous = folder.current();
            previousChanges = previous.isEmpty() ? 0 : new ChangeLog(folder.changes(previous.getAsLong())).length();
            directory = MMapDirectory.open(folder.generation(number));
            writer = new IndexWriter(directory, IndexSettings.writerConfig());
            tokens = info.tokens().isEmpty() ? null : new TokenStoreWriter(directory, 0, info);
        } catch (IOException e) {
            throw folder.unwritable(e);
        }
    }

    @Override
    public void add(PageDocument document) {
        try {
            writer.updateDocuments(
                    new Term(IndexFields.BLOCK, document.page().objectId()), PageBlock.documents(document));
            if (tokens != null) {
                tokens.add(document);
            }
        } catch (IOException | IllegalStateException e) {
            throw failed(e);
        }
    }

    @Override
    public long publish() {
        updates.lock();
        try (SiteFolder.Lock ignored = folder.updateLock()) {
            takeOverChanges();
            if (tokens != null) {
                tokens.finish();
            }
            writer.commit();
            writer.close();
            folder.swap(number);
            done = true;
        } catch (IOException | IllegalStateException e) {
            throw failed(e);
        } finally {
            updates.unlock();
        }
        published.run();
        return number;
    }

    /** Pages that were pushed or deleted in the serving generation while this one was built. */
    private void takeOverChanges() throws IOException {
        if (previous.isEmpty()) {
            return;
        }
        Set<String> changed = new ChangeLog(folder.changes(previous.getAsLong())).since(previousChanges);
        if (changed.isEmpty()) {
            return;
        }
        GenerationInfo oldInfo = folder.info(previous.getAsLong());
        try (Directory old = MMapDirectory.open(folder.generation(previous.getAsLong()));
                DirectoryReader reader = DirectoryReader.open(old);
                TokenStore oldStore = oldInfo.equals(info) ? oldTokens(previous.getAsLong()) : null) {
            IndexSearcher searcher = new IndexSearcher(reader);
            TokenStore.Reader oldTokens = oldStore == null ? null : oldStore.reader();
            for (String id : changed) {
                // As deleted, unless the page is still there: then in the form it has now.
                writer.deleteDocuments(new Term(IndexFields.BLOCK, id));
                StoredPages.forEach(
                        searcher,
                        new TermQuery(new Term(IndexFields.ID, id)),
                        (head, content, block) -> add(StoredPages.document(head, content, block, oldTokens)));
            }
        }
    }

    /** Without them the pages taken over are reranked by their other features. */
    private @Nullable TokenStore oldTokens(long generation) {
        try {
            return info.tokens().isEmpty() ? null : TokenStore.open(folder.generation(generation), info);
        } catch (IOException e) {
            LOG.warn("site '{}': token vectors of changed pages cannot be taken over: {}", folder.site(), e.toString());
            return null;
        }
    }

    @Override
    public void close() {
        try {
            if (!done) {
                writer.rollback();
                if (tokens != null) {
                    tokens.close();
                }
            }
            directory.close();
            if (!done) {
                folder.deleteGeneration(number);
            }
        } catch (IOException e) {
            throw folder.unwritable(e);
        } finally {
            buildLock.close();
        }
    }

    private EngineException failed(Exception e) {
        return e instanceof IOException io
                ? folder.unwritable(io)
                : new EngineException(
                        "the index of site '" + folder.site() + "' could not be built: " + e.getMessage(), e);
    }
}
