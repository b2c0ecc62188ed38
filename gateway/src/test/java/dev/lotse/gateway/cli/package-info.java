@NullMarked
package dev.lotse.gateway.cli;

import org.jspecify.annotations.NullMarked;
