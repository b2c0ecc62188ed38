/**
 * From a source of pages to a new index generation: crawl, folder and push; extraction of main content; passages; embedding
 * of what changed; swap.
 */
@NullMarked
package dev.lotse.gateway.ingest;

import org.jspecify.annotations.NullMarked;
