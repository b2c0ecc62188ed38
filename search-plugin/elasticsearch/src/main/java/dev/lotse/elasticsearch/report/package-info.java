/** What is in the shards, warming them, and the words of an index: {@code /_lotse/…}. */
@NullMarked
package dev.lotse.elasticsearch.report;

import org.jspecify.annotations.NullMarked;
