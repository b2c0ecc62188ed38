/** {@code bin/lotse chaos}: breaks what the gateway leans on, under load, and tells what visitors got. */
@NullMarked
package dev.lotse.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
