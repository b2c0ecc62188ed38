/** What the store in Redis costs; here because its parts are package-private. */
@NullMarked
package dev.lotse.gateway.cache.redis;

import org.jspecify.annotations.NullMarked;
