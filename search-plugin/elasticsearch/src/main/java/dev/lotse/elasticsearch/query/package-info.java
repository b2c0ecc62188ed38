/** The query {@code lotse_text}. */
@NullMarked
package dev.lotse.elasticsearch.query;

import org.jspecify.annotations.NullMarked;
