/** Results as one HTML page that needs nothing else: no script, no network. */
@NullMarked
package dev.lotse.benchmarks.report;

import org.jspecify.annotations.NullMarked;
