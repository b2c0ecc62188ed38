@NullMarked
package dev.lotse.gateway.overload;

import org.jspecify.annotations.NullMarked;
