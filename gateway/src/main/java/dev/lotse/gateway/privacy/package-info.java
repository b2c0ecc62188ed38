/**
 * Finds personal data and secrets in texts and replaces them, so that they reach no provider, cache, log or event. Every detector
 * reads a text once, with lookups of bounded length, so time grows linearly whatever the text is.
 */
@NullMarked
package dev.lotse.gateway.privacy;

import org.jspecify.annotations.NullMarked;
