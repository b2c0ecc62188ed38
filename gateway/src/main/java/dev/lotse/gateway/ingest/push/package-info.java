/** Pages that are handed in as JSON, one object per line, by the admin API and the command line. */
@NullMarked
package dev.lotse.gateway.ingest.push;

import org.jspecify.annotations.NullMarked;
