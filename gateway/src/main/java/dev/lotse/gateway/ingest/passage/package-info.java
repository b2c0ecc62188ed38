/** From the sections of a page to the passages that are embedded, highlighted and cited. */
@NullMarked
package dev.lotse.gateway.ingest.passage;

import org.jspecify.annotations.NullMarked;
