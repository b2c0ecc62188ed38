package dev.lotse.gateway.ingest.crawl;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Sends one GET request and follows no redirect. */
interface Fetcher extends AutoCloseable {
    /**
     * Fetches a document.
     *
     * @param headers further request headers
     * @param maxBytes of the body; one more is read
     * @throws IOException when no answer came, or not in time
     * @throws AddressPolicy.ForbiddenAddressException when the host must not be connected to
     */
    Fetched fetch(URI uri, Map<String, String> headers, int maxBytes) throws IOException;

    @Override
    default void close() {}
}
