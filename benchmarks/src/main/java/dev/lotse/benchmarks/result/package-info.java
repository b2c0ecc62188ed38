/** What a run measured, on which machine, as a JSON file; and the comparison of two such files. */
@NullMarked
package dev.lotse.benchmarks.result;

import org.jspecify.annotations.NullMarked;
