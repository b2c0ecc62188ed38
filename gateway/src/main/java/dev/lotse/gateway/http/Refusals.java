package dev.lotse.gateway.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.nio.charset.StandardCharsets;

/**
 * Sends a request away before any route has seen it: as a problem, and as a page where the request is for one, because a visitor without
 * JavaScript would see the JSON. The page is small and needs nothing else, for it is sent when there is too much to do.
 */
final class Refusals {
    private static final String PAGES = "/search/";
    private static final Header HTML = HeaderValues.createCached("Content-Type", "text/html; charset=utf-8");
    private static final Header NO_STORE = HeaderValues.createCached("Cache-Control", "no-store");
    private static final Header POLICY = HeaderValues.createCached(
            "Content-Security-Policy",
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'");

    private Refusals() {}

    /**
     * Sends it.
     *
     * @param seconds after which the client may ask again
     */
    static void send(RoutingRequest request, RoutingResponse response, Problem problem, long seconds) {
        response.headers().set(HeaderValues.create(HeaderNames.RETRY_AFTER, Long.toString(seconds)));
        if (!request.prologue().uriPath().path().startsWith(PAGES)) {
            Responses.problem(response, problem, RequestScope.of(request).requestId());
            return;
        }
        boolean german = request.headers()
                .first(HeaderNames.ACCEPT_LANGUAGE)
                .orElse("")
                .stripLeading()
                .startsWith("de");
        response.status(Status.create(problem.status()));
        response.headers().set(HTML);
        response.headers().set(NO_STORE);
        response.headers().set(POLICY);
        response.headers().add(HeaderNames.VARY, "Accept-Language");
        response.send(page(german, seconds).getBytes(StandardCharsets.UTF_8));
    }

    private static String page(boolean german, long seconds) {
        String title = german ? "Gerade zu viele Anfragen" : "Too many requests just now";
        String text = german
                ? "Bitte laden Sie die Seite in " + seconds + (seconds == 1 ? " Sekunde" : " Sekunden") + " neu."
                : "Please reload this page in " + seconds + (seconds == 1 ? " second." : " seconds.");
        return "<!doctype html><html lang=\"" + (german ? "de" : "en") + "\"><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">"
                + "<title>" + title + "</title><main><h1>" + title + "</h1><p>" + text + "</p></main></html>\n";
    }
}
