@NullMarked
package dev.lotse.gateway.config;

import org.jspecify.annotations.NullMarked;
