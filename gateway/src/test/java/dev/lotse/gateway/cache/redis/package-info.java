/** Tests of the level of the cache that gateways share. */
@NullMarked
package dev.lotse.gateway.cache.redis;

import org.jspecify.annotations.NullMarked;
