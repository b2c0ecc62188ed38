/** The response cache: keys, lifetimes, single flight, and the ports of its two levels, memory and a store shared by gateways. */
@NullMarked
package dev.lotse.gateway.cache;

import org.jspecify.annotations.NullMarked;
