/** The command line: what people type, what they are told, and the exit code. Commands work on parts that {@code Main} makes. */
@NullMarked
package dev.lotse.gateway.cli;

import org.jspecify.annotations.NullMarked;
