/**
 * The search engine as the gateway sees it: pages and passages, the {@link dev.lotse.gateway.retrieval.SearchEngine} port,
 * and what it is asked and answers. Adapters live below: {@code lucene} (embedded) and {@code elasticsearch}.
 */
@NullMarked
package dev.lotse.gateway.retrieval;

import org.jspecify.annotations.NullMarked;
