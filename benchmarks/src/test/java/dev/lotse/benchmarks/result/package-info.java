@NullMarked
package dev.lotse.benchmarks.result;

import org.jspecify.annotations.NullMarked;
