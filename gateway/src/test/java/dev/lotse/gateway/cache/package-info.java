/** Tests of the response cache. */
@NullMarked
package dev.lotse.gateway.cache;

import org.jspecify.annotations.NullMarked;
