/** The retriever {@code lotse_hybrid}. */
@NullMarked
package dev.lotse.elasticsearch.retriever;

import org.jspecify.annotations.NullMarked;
