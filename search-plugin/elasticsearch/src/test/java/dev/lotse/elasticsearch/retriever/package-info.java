@NullMarked
package dev.lotse.elasticsearch.retriever;

import org.jspecify.annotations.NullMarked;
