package dev.lotse.gateway.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;

/**
 * One method on one path. The server adds {@code HEAD} to every {@code GET}, {@code OPTIONS} to every path, and 405 for what a
 * path does not know.
 *
 * @param method the HTTP method
 * @param pattern Helidon's path pattern, such as <code>/v1/sites/{site}/search</code>
 * @param handler sends the response, or throws {@link ProblemException}
 */
public record Route(Method method, String pattern, Handler handler) {}
