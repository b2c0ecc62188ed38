/** Models inside of this process as providers: nothing leaves it, and they cost nothing. */
@NullMarked
package dev.lotse.gateway.provider.local;

import org.jspecify.annotations.NullMarked;
