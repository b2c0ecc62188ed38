/** The command line of the benchmarks: {@code bin/lotse bench} and {@code bin/lotse chaos}. */
@NullMarked
package dev.lotse.benchmarks;

import org.jspecify.annotations.NullMarked;
