@NullMarked
package dev.lotse.benchmarks.report;

import org.jspecify.annotations.NullMarked;
