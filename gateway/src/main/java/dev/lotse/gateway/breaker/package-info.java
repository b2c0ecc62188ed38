/** Circuit breakers: keep calls away from a part that fails, and try it again with care. */
@NullMarked
package dev.lotse.gateway.breaker;

import org.jspecify.annotations.NullMarked;
