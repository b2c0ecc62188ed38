/** Tests of buckets that gateways share. */
@NullMarked
package dev.lotse.gateway.limit.redis;

import org.jspecify.annotations.NullMarked;
