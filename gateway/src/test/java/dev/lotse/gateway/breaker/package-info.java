/** Tests of the circuit breaker. */
@NullMarked
package dev.lotse.gateway.breaker;

import org.jspecify.annotations.NullMarked;
