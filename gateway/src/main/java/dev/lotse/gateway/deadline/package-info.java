/** The one time budget of a request, on a monotonic clock. */
@NullMarked
package dev.lotse.gateway.deadline;

import org.jspecify.annotations.NullMarked;
