package dev.lotse.gateway.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin sharing (Fetch standard) of the visitor routes, by the origins that a site's settings name, and of public files.
 * No credentials are shared: search is public, and no route reads a cookie.
 */
final class Cors {
    private static final String PREFIX = "/v1/sites/";
    private static final HeaderName RESOURCE_POLICY = HeaderNames.create("Cross-Origin-Resource-Policy");

    private final Map<String, SiteSettings> sites;

    Cors(Map<String, SiteSettings> sites) {
        this.sites = Map.copyOf(sites);
    }

    /** For files that pages of any origin load because they carry the search box; modules are loaded with CORS. */
    static void anyOrigin(ServerResponseHeaders headers) {
        headers.set(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        headers.set(RESOURCE_POLICY, "cross-origin");
    }

    /** Adds the headers that let the asking script read the response, errors included. */
    void apply(ServerRequest request, String path, ServerResponseHeaders headers) {
        if (!path.startsWith(PREFIX)) {
            return;
        }
        headers.add(HeaderNames.VARY, "Origin");
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse(null);
        if (origin == null || !site(path).allows(origin)) {
            return;
        }
        headers.set(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.set(
                HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
                "X-Request-Id, Server-Timing, Retry-After, RateLimit, RateLimit-Policy, Age, Cache-Status");
        if (request.headers().contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
            headers.set(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST");
            headers.set(
                    HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                    "Accept-Language, Authorization, Content-Type, X-Request-Id");
            headers.set(HeaderNames.ACCESS_CONTROL_MAX_AGE, "7200");
        }
    }

    private SiteSettings site(String path) {
        int end = path.indexOf('/', PREFIX.length());
        String name = end < 0 ? path.substring(PREFIX.length()) : path.substring(PREFIX.length(), end);
        @Nullable SiteSettings settings = sites.get(name);
        return settings == null ? SiteSettings.STANDARD : settings;
    }
}
