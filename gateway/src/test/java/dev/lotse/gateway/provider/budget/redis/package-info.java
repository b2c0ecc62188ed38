/** Tests with a real Redis. */
@NullMarked
package dev.lotse.gateway.provider.budget.redis;

import org.jspecify.annotations.NullMarked;
