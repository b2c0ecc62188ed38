/**
 * What happens when there is more to do than this process can: how much is worked on at once, who goes first, and who is told to come
 * back. See ADR 12.
 */
@NullMarked
package dev.lotse.gateway.overload;

import org.jspecify.annotations.NullMarked;
