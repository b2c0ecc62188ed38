/** Tests of rate limits. */
@NullMarked
package dev.lotse.gateway.limit;

import org.jspecify.annotations.NullMarked;
