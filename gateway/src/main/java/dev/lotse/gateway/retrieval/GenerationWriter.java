package dev.lotse.gateway.retrieval;

/**
 * Builds the next generation of a site's index while the current one keeps serving. Used by one thread.
 *
 * <p>Nothing is visible before {@link #publish()}; closing without it, or a crash, leaves the current generation as it was.
 */
public interface GenerationWriter extends AutoCloseable {

    /**
     * Adds a page. A second page of the same {@code objectId} replaces the first.
     *
     * @throws EngineException when the page cannot be written
     */
    void add(PageDocument document);

    /**
     * Makes the generation durable and atomically the serving one.
     *
     * @return its number, greater than every earlier one of the site
     * @throws EngineException when it cannot be made durable; the current generation then goes on serving
     */
    long publish();

    /** Discards what was not published. */
    @Override
    void close();
}
