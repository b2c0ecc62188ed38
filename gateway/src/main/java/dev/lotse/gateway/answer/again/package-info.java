/** Questions that were asked before in other words: which ones are safe to be given the same answer. */
@NullMarked
package dev.lotse.gateway.answer.again;

import org.jspecify.annotations.NullMarked;
