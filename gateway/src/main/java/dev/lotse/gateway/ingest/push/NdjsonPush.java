package dev.lotse.gateway.ingest.push;

import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.retrieval.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Pushes a stream of pages into a site, batch by batch: the good lines land, each bad one is reported. Thread-safe.
 */
public final class NdjsonPush {
    private static final int MAX_BATCH = 100;

    /** Text of a batch in characters; bounds its memory. */
    private static final long MAX_BATCH_LENGTH = 8 << 20;

    private final NdjsonPages pages;
    private final IngestService service;

    public NdjsonPush(NdjsonPages pages, IngestService service) {
        this.pages = pages;
        this.service = service;
    }

    /**
     * What became of the lines.
     *
     * @param indexed lines whose pages are in the index
     * @param rejected lines that were reported
     * @param passagesEmbedded passages that went through the encoder
     */
    public record Summary(long indexed, long rejected, long passagesEmbedded) {}

    /**
     * Reads to the end of the stream.
     *
     * @param results is given every result; an accepted one as soon as its page is durable in the index
     * @throws IngestException when the index refuses a batch; what was reported as accepted before is in the index
     * @throws IOException when the stream cannot be read
     */
    public Summary push(String site, InputStream in, Consumer<LineResult> results) throws IOException {
        Batch batch = new Batch(site, results);
        pages.read(in, batch::add);
        batch.flush();
        return new Summary(batch.indexed, batch.rejected, batch.embedded);
    }

    private final class Batch {
        private final String site;
        private final Consumer<LineResult> results;
        private final List<LineResult.Accepted> waiting = new ArrayList<>();
        private long length;
        private long indexed;
        private long rejected;
        private long embedded;

        Batch(String site, Consumer<LineResult> results) {
            this.site = site;
            this.results = results;
        }

        void add(LineResult result) {
            switch (result) {
                case LineResult.Rejected bad -> {
                    rejected++;
                    results.accept(bad);
                }
                case LineResult.Accepted good -> {
                    waiting.add(good);
                    for (Page.Section section : good.page().sections()) {
                        length += section.text().length();
                    }
                    if (waiting.size() >= MAX_BATCH || length >= MAX_BATCH_LENGTH) {
                        flush();
                    }
                }
            }
        }

        void flush() {
            if (waiting.isEmpty()) {
                return;
            }
            IngestService.PushReport report = service.push(
                    site, waiting.stream().map(LineResult.Accepted::page).toList(), List.of());
            embedded += report.passagesEmbedded();
            indexed += waiting.size();
            waiting.forEach(results);
            waiting.clear();
            length = 0;
        }
    }
}
