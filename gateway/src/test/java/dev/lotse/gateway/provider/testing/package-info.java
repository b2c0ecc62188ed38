/** Servers and clocks that stand in for providers and time. */
@NullMarked
package dev.lotse.gateway.provider.testing;

import org.jspecify.annotations.NullMarked;
