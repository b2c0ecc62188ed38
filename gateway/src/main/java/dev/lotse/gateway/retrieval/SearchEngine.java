package dev.lotse.gateway.retrieval;

import dev.lotse.gateway.deadline.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the pages of sites and retrieves them by words and by meaning. Thread-safe.
 *
 * <p>Each site has generations, of which one serves. A generation is built beside the serving one and swapped in
 * atomically; single pages are changed in place. What a call acknowledges survives {@code kill -9}.
 */
public interface SearchEngine extends AutoCloseable {

    /** The sites that have a serving generation, sorted. */
    List<String> sites();

    /**
     * What the serving generation is made of; cheap, unlike {@link #status}.
     *
     * @throws UnknownSiteException when the site has no generation
     */
    GenerationInfo info(String site);

    /**
     * Identifies what a site serves now: changes whenever results may, and is never the same for another index. It is asked for
     * with every search, so an adapter whose {@link #status} is not cheap has a better way.
     *
     * @throws UnknownSiteException when the site has no generation
     */
    default String fingerprint(String site) {
        return status(site).orElseThrow(() -> new UnknownSiteException(site)).version();
    }

    /** The state of a site, or empty where it is unknown. */
    Optional<SiteStatus> status(String site);

    /**
     * Starts the next generation. One at a time per site, across processes.
     *
     * @throws EngineException when one is being built already, or the storage cannot be written
     */
    GenerationWriter newGeneration(String site, GenerationInfo info);

    /**
     * Adds, replaces and deletes single pages of the serving generation; durable and visible on return.
     *
     * @return the number of pages that {@code deletions} removed
     * @throws UnknownSiteException when the site has no generation yet
     */
    int update(String site, List<PageDocument> upserts, List<String> deletions);

    /**
     * Calls the consumer with every page of the serving generation, vectors included, in no particular order.
     *
     * @throws UnknownSiteException when the site has no generation yet
     */
    void forEachPage(String site, Consumer<PageDocument> consumer);

    /** One page of the serving generation, or empty. */
    Optional<PageDocument> page(String site, String objectId);

    /** The vocabulary of the serving generation, for understanding queries. It is cheap to call. */
    Lexicon lexicon(String site);

    /**
     * Retrieves pages.
     *
     * @throws UnknownSiteException when the site has no generation
     * @throws EngineException when the engine cannot answer, or not before the deadline
     */
    RetrievalResult search(String site, RetrievalRequest request, Deadline deadline);

    /**
     * Completes a prefix from titles, headings and frequent phrases of the site.
     *
     * @param lang only in this language, or null for all
     * @param limit at most this many, 1 to 50
     */
    List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline);

    @Override
    void close();
}
