/** Training of rerankers: queries with known answers, the features of their candidates, cross-validation, the model card. */
@NullMarked
package dev.lotse.gateway.train;

import org.jspecify.annotations.NullMarked;
