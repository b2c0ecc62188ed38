/** Sign-in of people at an OpenID Connect provider, and the sessions that it begins. Knows no HTTP server. */
@NullMarked
package dev.lotse.gateway.signin;

import org.jspecify.annotations.NullMarked;
