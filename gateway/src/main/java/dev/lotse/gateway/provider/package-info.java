/**
 * Model providers as the gateway sees them: what is asked, what comes back, what can go wrong, what it costs. Ports:
 * {@link dev.lotse.gateway.provider.ChatProvider}, {@link dev.lotse.gateway.provider.EmbeddingProvider} and
 * {@link dev.lotse.gateway.provider.RerankProvider}. Adapters live below by wire format ({@code openai}, {@code anthropic},
 * {@code rerankapi}, {@code embeddingapi}, {@code local}); {@code chain} falls back across them.
 */
@NullMarked
package dev.lotse.gateway.provider;

import org.jspecify.annotations.NullMarked;
