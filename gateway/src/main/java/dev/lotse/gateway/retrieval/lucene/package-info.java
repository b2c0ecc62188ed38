/**
 * The embedded engine on Lucene 10. A site is a folder of generations, each one a Lucene index; a page is a block of
 * passage documents (vector, text) followed by its page document (words, filters, stored content).
 */
@NullMarked
package dev.lotse.gateway.retrieval.lucene;

import org.jspecify.annotations.NullMarked;
