@NullMarked
package dev.lotse.gateway;

import org.jspecify.annotations.NullMarked;
