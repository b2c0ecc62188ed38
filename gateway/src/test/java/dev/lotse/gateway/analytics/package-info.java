/** Tests of what visitors do. */
@NullMarked
package dev.lotse.gateway.analytics;

import org.jspecify.annotations.NullMarked;
