/** What kind of device somebody searches with. */
@NullMarked
package dev.lotse.gateway.device;

import org.jspecify.annotations.NullMarked;
