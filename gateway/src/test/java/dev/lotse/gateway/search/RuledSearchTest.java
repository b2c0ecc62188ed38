package dev.lotse.gateway.search;

import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class RuledSearchTest extends RuledSearchContract {
    @TempDir
    private Path root;

    @Override
    protected SearchEngine open() {
        return new LuceneEngine(root, Duration.ofHours(1));
    }
}
