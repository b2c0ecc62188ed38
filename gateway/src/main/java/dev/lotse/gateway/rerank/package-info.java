/** Reordering of the best candidates by a learnt model: which model, when, and what happens when it cannot. */
@NullMarked
package dev.lotse.gateway.rerank;

import org.jspecify.annotations.NullMarked;
