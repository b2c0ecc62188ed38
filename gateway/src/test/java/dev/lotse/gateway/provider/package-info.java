@NullMarked
package dev.lotse.gateway.provider;

import org.jspecify.annotations.NullMarked;
