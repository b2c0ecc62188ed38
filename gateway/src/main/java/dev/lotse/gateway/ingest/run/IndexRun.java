package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.PageSource.SourceEvent;
import dev.lotse.gateway.ingest.passage.PassageBuilder;
import dev.lotse.gateway.ingest.passage.PassageText;
import dev.lotse.gateway.ingest.run.PassageEncoder.Encoded;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.ranking.late.TokenCodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The work of one run, in the order in which it is called: read the source, take over what stays, write. Used by one thread;
 * encoding goes on beside it.
 */
final class IndexRun {
    private static final int MAX_SKIPPED = 10_000;

    private final SearchEngine engine;
    private final PassageEncoder encoder;
    private final PassageBuilder passageBuilder;
    private final EmbeddingCache cache;
    private final PageSpool spool;
    private final PassageEncoding encoding;
    private final RunProgress progress;
    private final boolean sameEncoder;
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final Set<String> unchanged = new HashSet<>();
    private long ownPages;
    private long carriedOver;
    private long passages;

    /**
     * @param sameEncoder whether the serving generation's vectors come from the encoder in use
     */
    IndexRun(
            SearchEngine engine,
            PassageEncoder encoder,
            PassageBuilder passageBuilder,
            EmbeddingCache cache,
            PageSpool spool,
            PassageEncoding encoding,
            RunProgress progress,
            boolean sameEncoder) {
        this.engine = engine;
        this.encoder = encoder;
        this.passageBuilder = passageBuilder;
        this.cache = cache;
        this.spool = spool;
        this.encoding = encoding;
        this.progress = progress;
        this.sameEncoder = sameEncoder;
    }

    void read(PageSource source) {
        source.read(event -> {
            checkCancelled();
            progress.expect(source.expected());
            switch (event) {
                case SourceEvent.Found found -> own(found.page());
                case SourceEvent.Unchanged same -> unchanged.add(same.objectId());
                case SourceEvent.Skipped skip -> skip(skip.location(), skip.reason());
            }
        });
    }

    /** Pages of other sources, and those that the source says are as they were. */
    void carryOver(String site, String source) {
        engine.forEachPage(site, document -> {
            checkCancelled();
            Page page = document.page();
            boolean same = unchanged.remove(page.objectId());
            if (page.source().equals(source) && !same) {
                return;
            }
            if (spool.contains(page.objectId())) {
                skip(
                        page.objectId(),
                        "also in the index from '" + page.source() + "'; the page of this run replaces it");
                return;
            }
            if (sameEncoder) {
                keepVectors(document);
            }
            spool(page);
            if (same) {
                ownPages++;
            } else {
                carriedOver++;
            }
        });
        for (String lost : unchanged) {
            skip(lost, "reported as unchanged, but not in the index; forget the state of the crawl and run again");
        }
        unchanged.clear();
    }

    /** Says that nothing more is read. */
    void allRead() {
        for (String lost : unchanged) {
            skip(lost, "reported as unchanged, but not in the index; forget the state of the crawl and run again");
        }
        progress.allRead();
        encoding.available(spool.queued());
        encoding.complete();
    }

    /** Writes every page as soon as its passages are encoded. */
    void write(GenerationWriter writer) {
        for (long ordinal = 0; ordinal < spool.size(); ordinal++) {
            checkCancelled();
            PageCodec.Spooled spooled = spool.get(ordinal);
            encoding.awaitDone(spooled.lastQueued());
            Page page = spooled.page();
            List<float[]> vectors = new ArrayList<>(spooled.passages().size());
            List<TokenCodes> tokens = new ArrayList<>(spooled.passages().size());
            for (Passage passage : spooled.passages()) {
                Encoded encoded = encoded(page, passage);
                vectors.add(encoded.vector());
                addIfPresent(tokens, encoded.tokens());
            }
            writer.add(new PageDocument(
                    page,
                    spooled.passages(),
                    vectors,
                    spool.linkTexts(page.objectId()),
                    tokens.size() == vectors.size() ? tokens : List.of()));
        }
    }

    private static void addIfPresent(List<TokenCodes> tokens, @Nullable TokenCodes codes) {
        if (codes != null) {
            tokens.add(codes);
        }
    }

    private void own(Page page) {
        if (spool.contains(page.objectId())) {
            skip(page.objectId(), "a second page of this objectID; the first is kept");
            return;
        }
        spool(page);
        ownPages++;
    }

    private void spool(Page page) {
        List<Passage> cut = passageBuilder.passages(page);
        int queued = 0;
        for (Passage passage : cut) {
            String hash = passage.hash();
            if (spool.knows(hash)) {
                continue;
            }
            if (cache.contains(hash)) {
                spool.reuse(hash);
            } else {
                spool.enqueue(hash, PassageText.of(page.title(), passage.headings(), passage.text()));
                queued++;
            }
        }
        spool.add(page, cut);
        passages += cut.size();
        progress.page(cut.size() - queued, queued);
        encoding.available(spool.queued());
    }

    private void keepVectors(PageDocument document) {
        for (int i = 0; i < document.passages().size(); i++) {
            String hash = document.passages().get(i).hash();
            boolean whole =
                    !encoder.tokensVersion().isEmpty() == !document.tokens().isEmpty();
            if (whole && !cache.contains(hash)) {
                TokenCodes tokens =
                        document.tokens().isEmpty() ? null : document.tokens().get(i);
                cache.put(hash, new Encoded(document.vectors().get(i), tokens));
            }
        }
    }

    /** From the cache; where that was found damaged in the meantime, from the encoder. */
    private Encoded encoded(Page page, Passage passage) {
        Encoded cached = cache.get(passage.hash());
        if (cached != null) {
            return cached;
        }
        String input = PassageText.of(page.title(), passage.headings(), passage.text());
        Encoded encoded = encoder.encode(List.of(input)).getFirst();
        cache.put(passage.hash(), encoded);
        return encoded;
    }

    private void skip(String location, String reason) {
        if (skipped.size() < MAX_SKIPPED) {
            skipped.putIfAbsent(location, reason);
        }
    }

    private static void checkCancelled() {
        if (Thread.currentThread().isInterrupted()) {
            throw new IngestException("the run was cancelled; what was embedded is kept for the next one");
        }
    }

    long ownPages() {
        return ownPages;
    }

    long carriedOver() {
        return carriedOver;
    }

    long passages() {
        return passages;
    }

    Map<String, String> skipped() {
        return skipped;
    }
}
