/** Keeps personal data from providers: a decorator around any of them. */
@NullMarked
package dev.lotse.gateway.provider.redact;

import org.jspecify.annotations.NullMarked;
