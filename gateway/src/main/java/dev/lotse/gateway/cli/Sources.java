package dev.lotse.gateway.cli;

import dev.lotse.gateway.ingest.PageSource;
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
}
