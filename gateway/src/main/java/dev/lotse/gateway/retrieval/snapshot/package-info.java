/** Copies of sites on this machine, which answer while the engine that holds the index cannot. */
@NullMarked
package dev.lotse.gateway.retrieval.snapshot;

import org.jspecify.annotations.NullMarked;
