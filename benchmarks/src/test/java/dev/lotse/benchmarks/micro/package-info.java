@NullMarked
package dev.lotse.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
