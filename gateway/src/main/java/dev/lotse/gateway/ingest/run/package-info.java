/**
 * One run from a source to a new index generation: pages spooled to disk, embedding of what changed, writing in order, swap. Also
 * the push of single pages.
 */
@NullMarked
package dev.lotse.gateway.ingest.run;

import org.jspecify.annotations.NullMarked;
