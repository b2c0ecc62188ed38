package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.CompletionIndex;
import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;

/** Makes the completions of an index from its stored pages. */
final class Completions {
    private Completions() {}

    static CompletionIndex read(IndexSearcher searcher) throws IOException {
        CompletionIndex.Builder completions = new CompletionIndex.Builder();
        StoredPages.forEach(searcher, (head, content, block) -> {
            completions.add(head.toPage(content.sections(), content.links()));
        });
        return completions.build();
    }
}
