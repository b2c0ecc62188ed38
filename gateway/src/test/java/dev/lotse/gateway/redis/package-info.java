/** A real Redis for tests, and ways to hurt it. */
@NullMarked
package dev.lotse.gateway.redis;

import org.jspecify.annotations.NullMarked;
