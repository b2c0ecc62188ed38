package dev.lotse.gateway.retrieval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page found.
 *
 * @param page its content, without links
 * @param score fused score; comparable within one result only
 * @param passage the passage that matches best
 * @param highlights where the query's words stand in the passage
 * @param explanation the score's parts, or null where they were not asked for
 */
public record PageHit(
        Page page,
        double score,
        Passage passage,
        List<Span> highlights,
        @Nullable ScoreParts explanation) {
    public PageHit {
        highlights = List.copyOf(highlights);
    }

    /** The same hit with another score. */
    public PageHit withScore(double other) {
        return new PageHit(page, other, passage, highlights, explanation);
    }

    /** UTF-16 offsets [start, end) into the passage's text. */
    public record Span(int start, int end) {}
}
