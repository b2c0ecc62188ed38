@NullMarked
package dev.lotse.gateway.provider.chain;

import org.jspecify.annotations.NullMarked;
