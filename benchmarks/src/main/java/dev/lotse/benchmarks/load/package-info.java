/** Load runs against a gateway that is running: bounded in time, loopback only. */
@NullMarked
package dev.lotse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
