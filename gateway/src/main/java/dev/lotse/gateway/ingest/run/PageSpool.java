package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run has read and not yet written, on disk, so that memory does not grow with the site: pages in order, the passages
 * that wait for the encoder, and the texts of links by the page they point at.
 *
 * <p>The file is deleted on closing; after a crash by the next run. Thread-safe.
 */
final class PageSpool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PageSpool.class);

    private static final int PAGE_CACHE_MEGABYTES = 8;
    private static final int WRITE_BUFFER_KILOBYTES = 4096;
    private static final int MAX_TEXTS_PER_PAGE = 64;
    private static final int HASH_LENGTH = 64;
    private static final long REUSED = -1;

    /** Link texts that say nothing about the page they point at. */
    private static final Set<String> EMPTY_TEXTS = Set.of(
            "hier",
            "mehr",
            "weiter",
            "zurück",
            "link",
            "details",
            "weiterlesen",
            "mehr erfahren",
            "mehr lesen",
            "mehr informationen",
            "weitere informationen",
            "mehr infos",
            "zum artikel",
            "zur seite",
            "hier klicken",
            "nach oben",
            "here",
            "more",
            "next",
            "previous",
            "back",
            "click here",
            "read more",
            "learn more",
            "more information",
            "see more",
            "this page",
            "top");

    private final Path file;
    private final MVStore store;
    private final MVMap<Long, byte[]> pages;
    private final MVMap<String, Long> ids;
    private final MVMap<Long, String> queue;
    private final MVMap<String, Long> hashes;
    private final MVMap<String, Integer> linkCounts;
    private final MVMap<String, String> linkTexts;

    private PageSpool(Path file, MVStore store) {
        this.file = file;
        this.store = store;
        this.pages = store.openMap("pages");
        this.ids = store.openMap("ids");
        this.queue = store.openMap("queue");
        this.hashes = store.openMap("hashes");
        this.linkCounts = store.openMap("linkCounts");
        this.linkTexts = store.openMap("linkTexts");
    }

    /** Opens an empty spool; what a killed run left there is deleted. */
    static PageSpool create(Path file) {
        try {
            Files.deleteIfExists(file);
            return new PageSpool(
                    file,
                    new MVStore.Builder()
                            .fileName(file.toString())
                            .cacheSize(PAGE_CACHE_MEGABYTES)
                            .autoCommitBufferSize(WRITE_BUFFER_KILOBYTES)
                            .compress()
                            // The next write of the run fails for the same reason and ends it with a clear error.
                            .backgroundExceptionHandler(
                                    (thread, e) -> LOG.debug("writing {} in the background failed", file, e))
                            .open());
        } catch (IOException | MVStoreException e) {
            throw SiteFiles.unwritable(file, e);
        }
    }

    boolean contains(String objectId) {
        return ids.containsKey(objectId);
    }

    /** Whether a passage of the run has this hash. */
    boolean knows(String hash) {
        return hashes.containsKey(hash);
    }

    /** Remembers a passage that needs no encoding. */
    void reuse(String hash) {
        hashes.put(hash, REUSED);
    }

    /**
     * Puts a passage at the end of the encoder's queue.
     *
     * @param input what the encoder is to read
     */
    void enqueue(String hash, String input) {
        long position = queued();
        queue.put(position, hash + input);
        hashes.put(hash, position);
    }

    /** The number of passages that were ever queued. */
    long queued() {
        return queue.sizeAsLong();
    }

    /** A passage of the queue. */
    Waiting waiting(long position) {
        String entry = queue.get(position);
        if (entry == null) {
            throw new IllegalStateException("position " + position + " of " + queued() + " was never queued");
        }
        return new Waiting(entry.substring(0, HASH_LENGTH), entry.substring(HASH_LENGTH));
    }

    /** A passage that waits for the encoder. */
    record Waiting(String hash, String input) {}

    /** Appends a page whose passages are queued as far as they must be, and counts its links. */
    void add(Page page, List<Passage> passages) {
        long ordinal = pages.sizeAsLong();
        pages.put(ordinal, PageCodec.encode(new PageCodec.Spooled(page, passages, queued())));
        ids.put(page.objectId(), ordinal);
        for (Page.Link link : page.links()) {
            addLinkText(link.objectId(), link.text());
        }
    }

    long size() {
        return pages.sizeAsLong();
    }

    PageCodec.Spooled get(long ordinal) {
        byte[] bytes = pages.get(ordinal);
        if (bytes == null) {
            throw new IllegalStateException("page " + ordinal + " of " + size() + " was never spooled");
        }
        return PageCodec.decode(bytes);
    }

    private void addLinkText(String objectId, String text) {
        if (text.length() < 3 || EMPTY_TEXTS.contains(text.toLowerCase(Locale.ROOT))) {
            return;
        }
        int count = linkCounts.getOrDefault(objectId, 0);
        if (count < MAX_TEXTS_PER_PAGE) {
            linkTexts.put(objectId + '\n' + count, text);
            linkCounts.put(objectId, count + 1);
        }
    }

    /** The texts of the links that point at the page, repeated as they occur, at most 64. */
    List<String> linkTexts(String objectId) {
        int count = linkCounts.getOrDefault(objectId, 0);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String text = linkTexts.get(objectId + '\n' + i);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        store.closeImmediately();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw SiteFiles.unwritable(file, e);
        }
    }
}
