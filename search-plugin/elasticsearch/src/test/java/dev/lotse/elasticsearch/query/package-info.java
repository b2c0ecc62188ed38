@NullMarked
package dev.lotse.elasticsearch.query;

import org.jspecify.annotations.NullMarked;
