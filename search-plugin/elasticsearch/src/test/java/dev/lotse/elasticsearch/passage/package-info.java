@NullMarked
package dev.lotse.elasticsearch.passage;

import org.jspecify.annotations.NullMarked;
