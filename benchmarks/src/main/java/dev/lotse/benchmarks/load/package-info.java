/** Load runs: a generator of requests, what is asked for, and the servers that are asked. Bounded in time, loopback only. */
@NullMarked
package dev.lotse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
