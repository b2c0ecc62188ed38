/** The one connection to Redis: bounded in time and number, behind a breaker, never in a visitor's way. */
@NullMarked
package dev.lotse.gateway.redis;

import org.jspecify.annotations.NullMarked;
