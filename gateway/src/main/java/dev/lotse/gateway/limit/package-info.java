/** How many requests a visitor, a site and the whole gateway may make, and who a visitor is behind proxies. On Bucket4j. */
@NullMarked
package dev.lotse.gateway.limit;

import org.jspecify.annotations.NullMarked;
