package dev.lotse.gateway.retrieval;

import java.util.List;
import java.util.Map;

/**
 * What the engine answers.
 *
 * @param hits pages by falling score, each at most once
 * @param total number of pages that match
 * @param facets count by value, for each field asked for
 * @param version the index version that answered, see {@link SiteStatus#version()}
 */
public record RetrievalResult(
        List<PageHit> hits, long total, Map<FilterField, Map<String, Long>> facets, String version) {
    public RetrievalResult {
        hits = List.copyOf(hits);
        facets = Map.copyOf(facets);
    }
}
