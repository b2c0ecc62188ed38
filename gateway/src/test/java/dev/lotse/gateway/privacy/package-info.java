@NullMarked
package dev.lotse.gateway.privacy;

import org.jspecify.annotations.NullMarked;
