/** Other search engines beside Lotse on the same pages and queries. */
@NullMarked
package dev.lotse.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
