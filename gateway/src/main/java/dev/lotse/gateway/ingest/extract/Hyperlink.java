package dev.lotse.gateway.ingest.extract;

import java.net.URI;

/**
 * A link of a document.
 *
 * @param target absolute
 * @param text what the visitor reads, on one line, not blank
 */
public record Hyperlink(URI target, String text) {}
