/** Combination of several ranked lists into one. */
@NullMarked
package dev.lotse.ranking.fusion;

import org.jspecify.annotations.NullMarked;
