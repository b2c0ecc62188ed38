@NullMarked
package dev.lotse.gateway.ops;

import org.jspecify.annotations.NullMarked;
