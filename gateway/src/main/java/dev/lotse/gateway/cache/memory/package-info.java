/** The level of the response cache in this process, on Caffeine. */
@NullMarked
package dev.lotse.gateway.cache.memory;

import org.jspecify.annotations.NullMarked;
