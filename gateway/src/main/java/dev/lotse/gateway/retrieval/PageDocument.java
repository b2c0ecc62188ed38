package dev.lotse.gateway.retrieval;

import java.util.List;

/**
 * A page ready for the engine.
 *
 * @param page its content
 * @param passages at least one, in reading order
 * @param vectors one unit vector per passage, from the generation's encoder
 * @param inboundTexts the texts of links that other pages of the site point at this page with, repeated as they occur
 */
public record PageDocument(Page page, List<Passage> passages, List<float[]> vectors, List<String> inboundTexts) {
    public PageDocument {
        passages = List.copyOf(passages);
        vectors = List.copyOf(vectors);
        inboundTexts = List.copyOf(inboundTexts);
        if (passages.isEmpty()) {
            throw new IllegalArgumentException("page " + page.objectId() + " has no passage");
        }
        if (passages.size() != vectors.size()) {
            throw new IllegalArgumentException("page " + page.objectId() + ": " + passages.size() + " passages but "
                    + vectors.size() + " vectors");
        }
    }
}
