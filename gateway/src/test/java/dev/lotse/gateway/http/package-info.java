@NullMarked
package dev.lotse.gateway.http;

import org.jspecify.annotations.NullMarked;
