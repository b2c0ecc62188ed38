@NullMarked
package dev.lotse.gateway.provider.transport;

import org.jspecify.annotations.NullMarked;
