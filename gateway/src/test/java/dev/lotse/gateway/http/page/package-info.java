@NullMarked
package dev.lotse.gateway.http.page;

import org.jspecify.annotations.NullMarked;
