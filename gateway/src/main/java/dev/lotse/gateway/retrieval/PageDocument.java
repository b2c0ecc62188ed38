package dev.lotse.gateway.retrieval;

import dev.lotse.ranking.late.TokenCodes;
import java.util.List;

/**
 * A page ready for the engine.
 *
 * @param page its content
 * @param passages at least one, in reading order
 * @param vectors one unit vector per passage, from the generation's encoder
 * @param inboundTexts the texts of links that other pages of the site point at this page with, repeated as they occur
 * @param tokens the token vectors of each passage, or empty where there are none
 */
public record PageDocument(
        Page page, List<Passage> passages, List<float[]> vectors, List<String> inboundTexts, List<TokenCodes> tokens) {
    public PageDocument {
        passages = List.copyOf(passages);
        vectors = List.copyOf(vectors);
        inboundTexts = List.copyOf(inboundTexts);
        tokens = List.copyOf(tokens);
        if (passages.isEmpty()) {
            throw new IllegalArgumentException("page " + page.objectId() + " has no passage");
        }
        if (passages.size() != vectors.size()) {
            throw new IllegalArgumentException("page " + page.objectId() + ": " + passages.size() + " passages but "
                    + vectors.size() + " vectors");
        }
        if (!tokens.isEmpty() && tokens.size() != passages.size()) {
            throw new IllegalArgumentException("page " + page.objectId() + ": " + passages.size() + " passages but "
                    + tokens.size() + " with token vectors");
        }
    }

    /** A page without token vectors. */
    public PageDocument(Page page, List<Passage> passages, List<float[]> vectors, List<String> inboundTexts) {
        this(page, passages, vectors, inboundTexts, List.of());
    }
}
