/**
 * From the bytes of an HTML or Markdown document to a page: decoding, main content without boilerplate, title, headings, dates,
 * language and links. Knows nothing of where the bytes came from.
 */
@NullMarked
package dev.lotse.gateway.ingest.extract;

import org.jspecify.annotations.NullMarked;
