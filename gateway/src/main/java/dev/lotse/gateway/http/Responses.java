package dev.lotse.gateway.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;

/** Sending of bodies that are ready. */
public final class Responses {
    private static final Header PROBLEM = HeaderValues.createCached("Content-Type", ProblemJson.MEDIA_TYPE);
    private static final Header NO_STORE = HeaderValues.createCached("Cache-Control", "no-store");

    private Responses() {}

    /** Sends JSON that no one may keep. */
    public static void json(ServerResponse response, byte[] body) {
        response.headers().set(HeaderValues.CONTENT_TYPE_JSON);
        response.headers().set(NO_STORE);
        response.send(body);
    }

    /** Sends a problem in place of whatever was begun. */
    public static void problem(ServerResponse response, Problem problem, String requestId) {
        response.status(Status.create(problem.status()));
        response.headers().set(PROBLEM);
        response.headers().set(NO_STORE);
        response.headers().remove(HeaderNames.ETAG);
        response.send(ProblemJson.bytes(problem, requestId));
    }
}
