@NullMarked
package dev.lotse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
