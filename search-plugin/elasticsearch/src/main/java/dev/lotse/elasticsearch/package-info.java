/** The Elasticsearch plugin: registration only. What it registers is below, by feature. */
@NullMarked
package dev.lotse.elasticsearch;

import org.jspecify.annotations.NullMarked;
