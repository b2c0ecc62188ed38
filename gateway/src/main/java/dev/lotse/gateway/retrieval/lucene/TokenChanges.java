package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.PageDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token vectors of pages that are changed in place: one more file for each change, and every now and then one for all
 * changes so far. Used under the site's update lock.
 *
 * @param replaced files whose content is in the new one
 */
record TokenChanges(Path folder, List<Integer> replaced) {
    private static final Logger LOG = LoggerFactory.getLogger(TokenChanges.class);

    /** Writes the file before the change itself is visible; passages that nothing refers to do no harm. */
    static TokenChanges write(Path folder, GenerationInfo info, List<PageDocument> upserts) throws IOException {
        if (info.tokens().isEmpty()
                || upserts.stream().allMatch(page -> page.tokens().isEmpty())) {
            return new TokenChanges(folder, List.of());
        }
        List<Integer> numbers = TokenStore.numbers(folder);
        int next = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
        boolean join = numbers.size() >= TokenStore.MAX_FILES;
        // Opened before the new file is there, which cannot be read yet.
        try (TokenStore old = join ? TokenStore.open(folder, info) : null;
                Directory directory = new MMapDirectory(folder);
                TokenStoreWriter writer = new TokenStoreWriter(directory, next, info)) {
            if (old != null) {
                old.copyChanges(writer);
            }
            for (PageDocument page : upserts) {
                writer.add(page);
            }
            writer.finish();
        }
        return new TokenChanges(folder, join ? numbers.subList(1, numbers.size()) : List.of());
    }

    /** Whoever reads them keeps them through open handles. */
    void dropReplaced() {
        for (int number : replaced) {
            Path file = folder.resolve(TokenStore.fileName(number));
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("{} is not needed any more but cannot be deleted: {}", file, e.toString());
            }
        }
    }
}
