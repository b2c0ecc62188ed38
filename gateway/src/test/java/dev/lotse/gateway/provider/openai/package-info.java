@NullMarked
package dev.lotse.gateway.provider.openai;

import org.jspecify.annotations.NullMarked;
