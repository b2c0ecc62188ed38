/** What the configuration says of providers, chains and budgets, checked before anything is called. */
@NullMarked
package dev.lotse.gateway.provider.setup;

import org.jspecify.annotations.NullMarked;
