/** Features of candidates, by which a learnt model reorders them. Both engines compute them with this code. */
@NullMarked
package dev.lotse.ranking.rerank;

import org.jspecify.annotations.NullMarked;
