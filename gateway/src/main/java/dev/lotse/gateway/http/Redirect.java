package dev.lotse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;

/** Sends visitors of one path to another. */
public final class Redirect {
    private Redirect() {}

    /** A temporary redirect. */
    public static Route of(String path, String target) {
        return new Route(Method.GET, path, (request, response) -> {
            response.status(Status.FOUND_302);
            response.headers().set(HeaderNames.LOCATION, target);
            response.send();
        });
    }
}
