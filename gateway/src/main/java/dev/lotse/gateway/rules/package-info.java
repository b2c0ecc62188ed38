/** Synonyms and rules of a site: their forms, their checks, and the compiled form that meets every query. */
@NullMarked
package dev.lotse.gateway.rules;

import org.jspecify.annotations.NullMarked;
