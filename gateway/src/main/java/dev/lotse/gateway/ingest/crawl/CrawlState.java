package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.ingest.IngestException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a site said at the last crawl whose pages were published: validators for conditional requests, and the links of pages
 * that may answer "not modified". The next state is written beside it and takes its place with {@link #publish}.
 *
 * <p>Only a memory: a file that cannot be read is forgotten. Used by one thread.
 */
final class CrawlState implements AutoCloseable {
    /** To be raised when extraction changes what it reads, so that unchanged pages are read again. */
    private static final String VERSION = "1";

    private static final Logger LOG = LoggerFactory.getLogger(CrawlState.class);

    private final Path file;
    private final Path nextFile;
    private @Nullable MVStore last;
    private @Nullable MVMap<String, String> lastPages;
    private final MVStore next;
    private final MVMap<String, String> nextPages;

    /**
     * A page as the server last sent it.
     *
     * @param etag of the answer, or empty
     * @param lastModified of the answer, or empty
     * @param links addresses that it links to
     */
    record Visit(String etag, String lastModified, List<String> links) {}

    private CrawlState(Path file) {
        this.file = file;
        this.nextFile = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(nextFile);
            this.next = store(nextFile);
        } catch (IOException | MVStoreException e) {
            throw unwritable(nextFile, e);
        }
        this.nextPages = next.openMap("pages " + VERSION);
        if (Files.exists(file)) {
            try {
                MVStore store = store(file);
                last = store;
                lastPages = store.openMap("pages " + VERSION);
            } catch (RuntimeException e) {
                forget(e);
            }
        }
    }

    /** Opens the state of a crawl from a start address, in the folder of its site. */
    static CrawlState open(Path folder, URI start) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(start.toString().getBytes(StandardCharsets.UTF_8));
            return new CrawlState(folder.resolve("crawl-" + HexFormat.of().formatHex(digest, 0, 6) + ".mv"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Optional<Visit> last(String url) {
        MVMap<String, String> pages = lastPages;
        try {
            return pages == null
                    ? Optional.empty()
                    : Optional.ofNullable(pages.get(url)).map(CrawlState::decode);
        } catch (RuntimeException e) {
            forget(e);
            return Optional.empty();
        }
    }

    /** The addresses of the last crawl; fewer where the file is damaged. */
    List<String> lastUrls() {
        MVMap<String, String> pages = lastPages;
        List<String> urls = new ArrayList<>();
        try {
            if (pages != null) {
                urls.addAll(pages.keySet());
            }
        } catch (RuntimeException e) {
            forget(e);
        }
        return urls;
    }

    /** Damage shows in whatever exception the store happens to run into. */
    private void forget(RuntimeException cause) {
        LOG.warn("{} cannot be read ({}); every page is fetched anew", file, cause.getMessage());
        closeLast();
    }

    void put(String url, Visit visit) {
        try {
            nextPages.put(url, encode(visit));
        } catch (MVStoreException e) {
            throw unwritable(nextFile, e);
        }
    }

    boolean visited(String url) {
        return nextPages.containsKey(url);
    }

    /** Makes what was put the last state; to be called when the pages are in the index. */
    void publish() {
        try {
            next.close();
            closeLast();
            Files.move(nextFile, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | MVStoreException e) {
            LOG.warn("cannot keep {} ({}); every page is fetched anew next time", file, e.toString());
        }
    }

    private void closeLast() {
        if (last != null) {
            last.closeImmediately();
        }
        last = null;
        lastPages = null;
    }

    /** Forgets what was put and not published. An interrupt, by which a crawl is cancelled, outlives it. */
    @Override
    public void close() {
        // The store may swallow the interrupt while it waits for its own thread, and close a file badly because of it.
        boolean cancelled = Thread.interrupted();
        try {
            closeLast();
            next.closeImmediately();
            Files.deleteIfExists(nextFile);
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", nextFile, e.toString());
        } finally {
            if (cancelled) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static MVStore store(Path path) {
        return new MVStore.Builder()
                .fileName(path.toString())
                .cacheSize(2)
                .autoCommitBufferSize(1024)
                .compress()
                // The next write fails for the same reason and says so.
                .backgroundExceptionHandler((thread, e) -> LOG.debug("writing {} in the background failed", path, e))
                .open();
    }

    private static IngestException unwritable(Path path, Exception e) {
        return new IngestException("cannot write " + path + " (" + e + "); free space, or give write permission", e);
    }

    private static String encode(Visit visit) {
        return visit.etag() + '\n' + visit.lastModified() + '\n' + String.join("\n", visit.links());
    }

    private static Visit decode(String text) {
        String[] lines = text.split("\n", -1);
        List<String> links =
                Arrays.stream(lines).skip(2).filter(link -> !link.isEmpty()).toList();
        return new Visit(lines[0], lines.length > 1 ? lines[1] : "", links);
    }
}
