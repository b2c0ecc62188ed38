/** Learns small models in plain Java, reproducibly: token projections and rerankers over features. */
@NullMarked
package dev.lotse.models.train;

import org.jspecify.annotations.NullMarked;
