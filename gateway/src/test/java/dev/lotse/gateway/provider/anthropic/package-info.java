@NullMarked
package dev.lotse.gateway.provider.anthropic;

import org.jspecify.annotations.NullMarked;
