package dev.lotse.gateway.retrieval.lucene;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageHead;
import dev.lotse.gateway.retrieval.Passage;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.util.BytesRef;

/**
 * What is stored of a page, as JSON: the head is read for every hit, the content only when a generation is carried over.
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

    static PageHead readHead(BytesRef bytes) {
        return read(bytes, PageHead.class);
    }

    static Content readContent(BytesRef bytes) {
        return read(bytes, Content.class);
    }

    static Passage readPassage(BytesRef bytes) {
        return read(bytes, Passage.class);
    }

    private static <T> T read(BytesRef bytes, Class<T> type) {
        try {
            return JSON.readValue(bytes.bytes, bytes.offset, bytes.length, type);
        } catch (IOException e) {
            throw new EngineException(
                    "the index holds a page that cannot be read; run 'lotse index' for this site again", e);
        }
    }
}
