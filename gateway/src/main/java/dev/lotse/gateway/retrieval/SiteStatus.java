package dev.lotse.gateway.retrieval;

import java.util.Map;

/**
 * The state of a site's index.
 *
 * @param site its name
 * @param version what is served, {@code generation.revision}; it changes whenever results may change
 * @param info encoder and dimension
 * @param pages number of pages
 * @param passages number of passages
 * @param languages number of pages by language
 * @param bytes size on disk, or in the cluster
 */
public record SiteStatus(
        String site,
        String version,
        GenerationInfo info,
        long pages,
        long passages,
        Map<String, Long> languages,
        long bytes) {
    public SiteStatus {
        languages = Map.copyOf(languages);
    }
}
