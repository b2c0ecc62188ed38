@NullMarked
package dev.lotse.gateway.eval;

import org.jspecify.annotations.NullMarked;
