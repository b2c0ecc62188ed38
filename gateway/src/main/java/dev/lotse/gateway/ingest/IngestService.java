package dev.lotse.gateway.ingest;

import dev.lotse.gateway.retrieval.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Brings pages into the index. Thread-safe; runs of one site exclude each other. */
public interface IngestService {

    /**
     * Reads the source and builds the site's next generation from it and from the pages of other sources.
     *
     * @param progress is told about every few hundred milliseconds
     * @throws IngestException when the run could not finish; the serving generation is as before
     */
    Report run(String site, PageSource source, Consumer<Progress> progress);

    /** Adds or replaces single pages and deletes others, durable and visible on return. Creates the site if need be. */
    PushReport push(String site, List<Page> upserts, List<String> deletions);

    /**
     * How far a run is.
     *
     * @param pages pages read so far
     * @param expectedPages all pages, negative while unknown
     * @param passagesEmbedded passages through the encoder
     * @param passagesReused passages whose vectors were taken over
     * @param passagesPending passages known and not yet embedded
     * @param elapsed since the start
     * @param remaining estimate, or null-like {@link Duration#ZERO} while unknown
     */
    record Progress(
            long pages,
            long expectedPages,
            long passagesEmbedded,
            long passagesReused,
            long passagesPending,
            Duration elapsed,
            Duration remaining) {}

    /**
     * How a run ended.
     *
     * @param generation number of the generation now serving
     * @param pages in it from this source
     * @param skipped location → reason
     */
    record Report(
            long generation,
            long pages,
            long carriedOver,
            long passages,
            long passagesEmbedded,
            long passagesReused,
            Map<String, String> skipped,
            Duration elapsed,
            Duration encoding) {}

    /** How a push ended. */
    record PushReport(int upserted, int deleted, int passagesEmbedded) {}
}
