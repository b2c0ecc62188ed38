/** The best passage of each page found, chosen beside the data ({@code ext.lotse_passage}). */
@NullMarked
package dev.lotse.elasticsearch.passage;

import org.jspecify.annotations.NullMarked;
