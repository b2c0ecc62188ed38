/** What the way over a gateway adds to a chat completion, beside the same way over another gateway. */
@NullMarked
package dev.lotse.benchmarks.providers;

import org.jspecify.annotations.NullMarked;
