@NullMarked
package dev.lotse.gateway.retrieval.elasticsearch;

import org.jspecify.annotations.NullMarked;
