/** Running the process: health, meters and their names, logging set-up and the order of shutdown. */
@NullMarked
package dev.lotse.gateway.ops;

import org.jspecify.annotations.NullMarked;
