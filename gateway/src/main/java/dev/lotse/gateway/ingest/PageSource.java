package dev.lotse.gateway.ingest;

import dev.lotse.gateway.retrieval.Page;
import java.util.function.Consumer;

/** Where pages come from: a folder, a crawl, a list of pushed documents. Used by one thread. */
public interface PageSource extends AutoCloseable {

    /** Stable name such as {@code folder:/srv/site}; a run replaces the pages of the same name only. */
    String name();

    /** The number of pages expected, or a negative number while it is unknown. */
    long expected();

    /**
     * Reads the source once from the start, and reports each page as it is read.
     *
     * @throws IngestException when the source cannot be read at all; single broken pages are reported, not thrown
     */
    void read(Consumer<SourceEvent> events);

    /** What was met while reading. */
    sealed interface SourceEvent {
        /** A page. */
        record Found(Page page) implements SourceEvent {}

        /** The page is as it was at the last run (HTTP 304); its indexed form stays. */
        record Unchanged(String objectId) implements SourceEvent {}

        /** Something that is no page, or that could not be read (in full); {@code reason} says which and why. */
        record Skipped(String location, String reason) implements SourceEvent {}
    }

    /**
     * Called when the pages that were read last are in the serving generation. What a source remembers for the next time it must
     * not remember earlier: a run that fails leaves the index as it was.
     */
    default void published() {}

    @Override
    default void close() {}
}
