/** JMH benchmarks of the paths that every search takes. */
@NullMarked
package dev.lotse.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
