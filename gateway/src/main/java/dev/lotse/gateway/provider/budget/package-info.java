/** How many tokens and how much money a site or key may spend on providers per day. */
@NullMarked
package dev.lotse.gateway.provider.budget;

import org.jspecify.annotations.NullMarked;
