package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.ingest.PageSource.SourceEvent;
import dev.lotse.gateway.retrieval.Page;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a crawl reported, by path.
 *
 * @param found pages in the order in which they came
 * @param unchanged pages that stay
 * @param skipped path → reasons
 */
record CrawlResult(Map<String, Page> found, Set<String> unchanged, Map<String, String> skipped) {
    static CrawlResult empty() {
        return new CrawlResult(new LinkedHashMap<>(), new LinkedHashSet<>(), new LinkedHashMap<>());
    }

    void add(String origin, SourceEvent event) {
        switch (event) {
            case SourceEvent.Found page -> found.put(path(origin, page.page().objectId()), page.page());
            case SourceEvent.Unchanged same -> unchanged.add(path(origin, same.objectId()));
            case SourceEvent.Skipped skip ->
                skipped.merge(path(origin, skip.location()), skip.reason(), (a, b) -> a + "; " + b);
        }
    }

    /** The paths of all pages that the index has after this crawl. */
    Set<String> indexed() {
        Set<String> indexed = new TreeSet<>(found.keySet());
        indexed.addAll(unchanged);
        return indexed;
    }

    private static String path(String origin, String url) {
        return url.startsWith(origin) ? url.substring(origin.length()) : url;
    }
}
