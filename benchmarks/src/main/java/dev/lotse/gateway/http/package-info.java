/** What HTTP costs besides the server; here because its parts are package-private. */
@NullMarked
package dev.lotse.gateway.http;

import org.jspecify.annotations.NullMarked;
