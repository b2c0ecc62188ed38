@NullMarked
package dev.lotse.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
