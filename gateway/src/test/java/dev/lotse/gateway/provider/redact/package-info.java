@NullMarked
package dev.lotse.gateway.provider.redact;

import org.jspecify.annotations.NullMarked;
