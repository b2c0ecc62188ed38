/** The level of the response cache that gateways share, on Redis, and the format of what it stores. */
@NullMarked
package dev.lotse.gateway.cache.redis;

import org.jspecify.annotations.NullMarked;
