/** Buckets that gateways share, in Redis. */
@NullMarked
package dev.lotse.gateway.limit.redis;

import org.jspecify.annotations.NullMarked;
