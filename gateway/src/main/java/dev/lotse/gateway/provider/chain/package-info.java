/**
 * Falls back across providers: who is asked in which order, when to try again, when to stop asking someone, and what a caller
 * sees of it. {@link dev.lotse.gateway.provider.chain.ChatChain} serves chat,
 * {@link dev.lotse.gateway.provider.chain.UnaryChain} embeddings and reranking.
 */
@NullMarked
package dev.lotse.gateway.provider.chain;

import org.jspecify.annotations.NullMarked;
