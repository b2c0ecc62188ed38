/** How many of the nearest vectors an approximate search finds. */
@NullMarked
package dev.lotse.benchmarks.recall;

import org.jspecify.annotations.NullMarked;
