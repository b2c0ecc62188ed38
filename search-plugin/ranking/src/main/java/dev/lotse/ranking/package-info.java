/**
 * What decides the order of results and must be the same in both engines: analysis of text, the lexical query, fusion.
 * Compiled against Lucene 9.12 (Elasticsearch 8.19) and run unchanged on Lucene 10 (the embedded engine).
 */
@NullMarked
package dev.lotse.ranking;

import org.jspecify.annotations.NullMarked;
