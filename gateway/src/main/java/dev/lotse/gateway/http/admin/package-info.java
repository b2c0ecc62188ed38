/** The administration routes: pushing documents, crawls, state of the indexes; and the keys that open them. */
@NullMarked
package dev.lotse.gateway.http.admin;

import org.jspecify.annotations.NullMarked;
