@NullMarked
package dev.lotse.gateway.provider.budget;

import org.jspecify.annotations.NullMarked;
