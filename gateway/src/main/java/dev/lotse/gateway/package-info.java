/** The composition root: the one place that names adapters and joins them by constructors. */
@NullMarked
package dev.lotse.gateway;

import org.jspecify.annotations.NullMarked;
