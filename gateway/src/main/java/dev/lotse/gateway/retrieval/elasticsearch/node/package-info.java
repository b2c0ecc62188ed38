/** A small Elasticsearch node as a child process, for development, the demo and tests. */
@NullMarked
package dev.lotse.gateway.retrieval.elasticsearch.node;

import org.jspecify.annotations.NullMarked;
