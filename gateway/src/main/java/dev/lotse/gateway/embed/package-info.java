/** Local models as the gateway runs them. */
@NullMarked
package dev.lotse.gateway.embed;

import org.jspecify.annotations.NullMarked;
