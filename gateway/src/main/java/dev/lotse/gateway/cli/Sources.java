package dev.lotse.gateway.cli;

import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.push.NdjsonPages;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes sources of pages from what the user names. */
public interface Sources {
    /**
     * A folder of HTML or Markdown.
     *
     * @param baseUrl what the pages' relative paths are resolved against to make their URLs, or null to leave them relative
     */
    PageSource folder(Path folder, @Nullable URI baseUrl);

    /** A website, from a start page or a sitemap on. */
    PageSource crawl(CrawlRequest request);

    /**
     * The reader of pages as lines of JSON.
     *
     * @param maxLine longest line in bytes
     */
    NdjsonPages lines(int maxLine);

    /**
     * What is to be crawled.
     *
     * @param site the site that the pages belong to; what is unchanged in its index is not fetched again
     * @param start start page or sitemap
     * @param maxPages most pages
     * @param allowPrivate whether addresses inside this machine's networks may be fetched
     */
    record CrawlRequest(String site, URI start, int maxPages, boolean allowPrivate) {}
}
