@NullMarked
package dev.lotse.gateway.retrieval.snapshot;

import org.jspecify.annotations.NullMarked;
