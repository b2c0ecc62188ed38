/** Pages from a folder of HTML and Markdown files. */
@NullMarked
package dev.lotse.gateway.ingest.folder;

import org.jspecify.annotations.NullMarked;
