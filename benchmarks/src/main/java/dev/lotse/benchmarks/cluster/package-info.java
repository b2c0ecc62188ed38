/** Elasticsearch beside the embedded engine: what the gateway adds to a search of a node, what the fusion costs there, parity. */
@NullMarked
package dev.lotse.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
