/** What requests, searches and calls to models look like in OpenTelemetry. Nothing is recorded unless a collector is configured. */
@NullMarked
package dev.lotse.gateway.trace;

import org.jspecify.annotations.NullMarked;
