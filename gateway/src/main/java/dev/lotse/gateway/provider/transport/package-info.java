/**
 * HTTP to model providers: connections, time limits per phase of an answer, server-sent events with byte limits, keys that
 * never show. Shared by the wire-format adapters.
 */
@NullMarked
package dev.lotse.gateway.provider.transport;

import org.jspecify.annotations.NullMarked;
