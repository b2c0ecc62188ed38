package dev.lotse.gateway.http;

import dev.lotse.gateway.cache.CacheSettings;
import dev.lotse.gateway.cache.Entry;
import dev.lotse.gateway.cache.Lifetime;
import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.deadline.NanoClock;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;

/**
 * What browsers and CDNs are told: {@code Cache-Control}, {@code Age} (RFC 9111), {@code ETag} (RFC 9110) and {@code Cache-Status} (RFC
 * 9211). Only responses to {@code GET} that the gateway itself keeps may be kept by others. Thread-safe.
 */
final class CacheHeaders {
    private static final HeaderName CACHE_STATUS = HeaderNames.create("Cache-Status");
    private static final String NO_STORE = "no-store";
    private static final String ASK_EACH_TIME = "private, no-cache";

    private final NanoClock clock;
    private final long browserSeconds;
    private final long sharedSeconds;

    CacheHeaders(CacheSettings settings, NanoClock clock) {
        this.clock = clock;
        this.browserSeconds = settings.browserMaxAge().toSeconds();
        this.sharedSeconds = settings.sharedMaxAge().toSeconds();
    }

    /** For a response that the cache had no part in. */
    static void bypass(ServerResponse response) {
        response.headers().set(HeaderValues.create(HeaderNames.CACHE_CONTROL, NO_STORE));
        response.headers().set(HeaderValues.create(CACHE_STATUS, "lotse; fwd=bypass"));
    }

    /**
     * For a response of the cache.
     *
     * @return whether it has been sent: the client has it already
     */
    boolean answered(ServerRequest request, ServerResponse response, Served served) {
        Entry entry = served.entry();
        Lifetime lifetime = entry.lifetime();
        Duration age = entry.age(clock.nanos());
        ServerResponseHeaders headers = response.headers();
        headers.set(HeaderValues.create(CACHE_STATUS, status(served, lifetime, age)));
        Method method = request.prologue().method();
        if (lifetime.equals(Lifetime.NONE) || !(method.equals(Method.GET) || method.equals(Method.HEAD))) {
            headers.set(HeaderValues.create(HeaderNames.CACHE_CONTROL, NO_STORE));
            return false;
        }
        headers.set(HeaderValues.create(HeaderNames.CACHE_CONTROL, control(age.toSeconds())));
        headers.set(HeaderValues.create(HeaderNames.ETAG, entry.entityTag()));
        if (served.status() != Served.Status.MISS) {
            headers.set(HeaderValues.create(HeaderNames.AGE, Long.toString(age.toSeconds())));
        }
        if (request.headers().contains(HeaderNames.IF_NONE_MATCH)
                && matches(request.headers().get(HeaderNames.IF_NONE_MATCH).values(), entry.entityTag())) {
            response.status(Status.NOT_MODIFIED_304);
            response.send();
            return true;
        }
        return false;
    }

    /** For an answer of the cache to a {@code POST}: what it did, and how old the answer is. */
    static void replayed(ServerResponse response, Served served, Duration age) {
        ServerResponseHeaders headers = response.headers();
        headers.set(
                HeaderValues.create(CACHE_STATUS, status(served, served.entry().lifetime(), age)));
        headers.set(HeaderValues.create(HeaderNames.CACHE_CONTROL, NO_STORE));
        headers.set(HeaderValues.create(HeaderNames.AGE, Long.toString(age.toSeconds())));
    }

    /** Others count from the response's age, so it is added to the time they get. */
    private String control(long age) {
        if (browserSeconds == 0 && sharedSeconds == 0) {
            return ASK_EACH_TIME;
        }
        String browser = "max-age=" + (browserSeconds == 0 ? 0 : browserSeconds + age);
        return sharedSeconds == 0
                ? "private, " + browser
                : "public, " + browser + ", s-maxage=" + (sharedSeconds + age);
    }

    private static String status(Served served, Lifetime lifetime, Duration age) {
        return switch (served.status()) {
            // A stale response has a negative time to live.
            case HIT, STALE -> "lotse; hit; ttl=" + lifetime.fresh().minus(age).toSeconds();
            case MISS -> lifetime.equals(Lifetime.NONE) ? "lotse; fwd=miss" : "lotse; fwd=miss; stored";
            case BYPASS -> "lotse; fwd=bypass";
        };
    }

    /** Weak comparison (RFC 9110 section 8.8.3.2) with a list of tags, or {@code *}. */
    static boolean matches(String list, String tag) {
        String opaque = tag.substring(tag.indexOf('"'));
        for (String one : list.split(",", -1)) {
            String stripped = one.strip();
            if (stripped.equals("*") || stripped.equals(opaque) || stripped.equals("W/" + opaque)) {
                return true;
            }
        }
        return false;
    }
}
