package dev.lotse.gateway.retrieval.lucene;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageHead;
import dev.lotse.gateway.retrieval.Passage;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a page, as JSON. Heads and passages are read for every hit, so they are doc values, which need no
 * decompression; the content, read only when a generation is carried over, is a compressed stored field.
 */
final class StoredPage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredPage() {}

    record Content(List<Page.Section> sections, List<Page.Link> links, List<String> inboundTexts) {}

    static byte[] write(Object part) {
        try {
            return JSON.writeValueAsBytes(part);
        } catch (JsonProcessingException e) {
            throw new EngineException("a page cannot be stored: " + e.getOriginalMessage(), e);
        }
    }

    /** @param doc a page document of the segment */
    static PageHead head(LeafReaderContext leaf, int doc) throws IOException {
        return read(value(leaf, IndexFields.HEAD, doc), PageHead.class);
    }

    /** @param doc a passage document of the segment */
    static Passage passage(LeafReaderContext leaf, int doc) throws IOException {
        return read(value(leaf, IndexFields.PASSAGE, doc), Passage.class);
    }

    /** @param doc a page document of the segment */
    static Content content(StoredFields stored, int doc) throws IOException {
        return read(stored.document(doc).getBinaryValue(IndexFields.CONTENT), Content.class);
    }

    private static @Nullable BytesRef value(LeafReaderContext leaf, String field, int doc) throws IOException {
        BinaryDocValues values = DocValues.getBinary(leaf.reader(), field);
        return values.advanceExact(doc) ? values.binaryValue() : null;
    }

    private static <T> T read(@Nullable BytesRef bytes, Class<T> type) {
        if (bytes == null) {
            throw new EngineException(
                    "the index lacks data of a page, as an older version wrote it; index this site anew:"
                            + " delete its folder under index/ and run 'lotse index'");
        }
        try {
            return JSON.readValue(bytes.bytes, bytes.offset, bytes.length, type);
        } catch (IOException e) {
            throw new EngineException(
                    "the index holds a page that cannot be read; run 'lotse index' for this site again", e);
        }
    }
}
