package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.deadline.Deadline;
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
import dev.lotse.gateway.retrieval.UnknownSiteException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps pages in memory, with generations as the port describes them. It cannot search. Thread-safe. */
final class FakeSearchEngine implements SearchEngine {
    private final Map<String, Generation> serving = new TreeMap<>();
    private final Map<String, Writer> building = new HashMap<>();
    private boolean refusesToPublish;

    private record Generation(long number, GenerationInfo info, Map<String, PageDocument> pages) {}

    /** Lets publishing fail, as on a full disk. */
    synchronized void refuseToPublish(boolean refuse) {
        refusesToPublish = refuse;
    }

    synchronized Map<String, PageDocument> pages(String site) {
        return new LinkedHashMap<>(generation(site).pages());
    }

    PageDocument document(String site, String id) {
        return page(site, id).orElseThrow();
    }

    private Generation generation(String site) {
        Generation generation = serving.get(site);
        if (generation == null) {
            throw new UnknownSiteException(site);
        }
        return generation;
    }

    @Override
    public synchronized List<String> sites() {
        return List.copyOf(serving.keySet());
    }

    @Override
    public synchronized GenerationInfo info(String site) {
        return generation(site).info();
    }

    @Override
    public synchronized Optional<SiteStatus> status(String site) {
        return Optional.ofNullable(serving.get(site))
                .map(generation -> new SiteStatus(
                        site,
                        generation.number() + ".0",
                        generation.info(),
                        generation.pages().size(),
                        generation.pages().values().stream()
                                .mapToLong(page -> page.passages().size())
                                .sum(),
                        Map.of(),
                        0));
    }

    @Override
    public synchronized GenerationWriter newGeneration(String site, GenerationInfo info) {
        if (building.containsKey(site)) {
            throw new EngineException("a generation of site '" + site + "' is being built");
        }
        Writer writer = new Writer(site, info);
        building.put(site, writer);
        return writer;
    }

    @Override
    public synchronized int update(String site, List<PageDocument> upserts, List<String> deletions) {
        Map<String, PageDocument> pages = generation(site).pages();
        Writer writer = building.get(site);
        int deleted = 0;
        for (String id : deletions) {
            deleted += pages.remove(id) == null ? 0 : 1;
            if (writer != null) {
                writer.changed.put(id, Optional.empty());
            }
        }
        for (PageDocument document : upserts) {
            pages.put(document.page().objectId(), document);
            if (writer != null) {
                writer.changed.put(document.page().objectId(), Optional.of(document));
            }
        }
        return deleted;
    }

    @Override
    public void forEachPage(String site, Consumer<PageDocument> consumer) {
        pages(site).values().forEach(consumer);
    }

    @Override
    public synchronized Optional<PageDocument> page(String site, String objectId) {
        return Optional.ofNullable(generation(site).pages().get(objectId));
    }

    @Override
    public Lexicon lexicon(String site) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RetrievalResult search(String site, RetrievalRequest request, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    private final class Writer implements GenerationWriter {
        private final String site;
        private final GenerationInfo info;
        private final Map<String, PageDocument> pages = new LinkedHashMap<>();
        private final Map<String, Optional<PageDocument>> changed = new LinkedHashMap<>();

        Writer(String site, GenerationInfo info) {
            this.site = site;
            this.info = info;
        }

        @Override
        public void add(PageDocument document) {
            pages.put(document.page().objectId(), document);
        }

        @Override
        public long publish() {
            synchronized (FakeSearchEngine.this) {
                if (refusesToPublish) {
                    throw new EngineException("cannot write the index: no space left on device");
                }
                changed.forEach((id, document) ->
                        document.ifPresentOrElse(page -> pages.put(id, page), () -> pages.remove(id)));
                Generation before = serving.get(site);
                long number = before == null ? 1 : before.number() + 1;
                serving.put(site, new Generation(number, info, pages));
                return number;
            }
        }

        @Override
        public void close() {
            synchronized (FakeSearchEngine.this) {
                building.remove(site, this);
            }
        }
    }
}
