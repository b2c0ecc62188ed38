package dev.lotse.gateway.http;

import dev.lotse.gateway.limit.ClientAddresses;
import dev.lotse.gateway.limit.Decision;
import dev.lotse.gateway.limit.RateLimiter;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Refuses visitors' requests over their limit with 429, and tells everyone how much is left. Administration and operations are not
 * limited: they have keys. Thread-safe.
 */
public final class RateLimitFilter implements Filter {
    private static final String API = "/v1/sites/";
    private static final String PAGE = "/search/";
    private static final HeaderName POLICY = HeaderNames.create("RateLimit-Policy");
    private static final HeaderName STATE = HeaderNames.create("RateLimit");

    private final RateLimiter limiter;
    private final ClientAddresses addresses;
    private final Header policies;

    /**
     * @param addresses finds the client behind proxies
     */
    public RateLimitFilter(RateLimiter limiter, ClientAddresses addresses) {
        this.limiter = limiter;
        this.addresses = addresses;
        this.policies = HeaderValues.createCached(POLICY, limiter.policies());
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String path = request.prologue().uriPath().path();
        String site = site(path);
        // A browser's preflight is no search, and it cannot see why it was refused.
        if (site.isEmpty()
                || request.prologue().method().equals(Method.OPTIONS)
                || limiter.policies().isEmpty()) {
            chain.proceed();
            return;
        }
        Decision decision = limiter.decide(client(request), site).orElse(null);
        if (decision == null) {
            chain.proceed();
            return;
        }
        response.headers().set(policies);
        if (decision.admitted()) {
            response.headers()
                    .set(HeaderValues.create(STATE, "\"" + decision.scope() + "\";r=" + decision.remaining()));
            chain.proceed();
            return;
        }
        long seconds = decision.retrySeconds();
        response.headers().set(HeaderValues.create(STATE, "\"" + decision.scope() + "\";r=0;t=" + seconds));
        Refusals.send(request, response, Problem.tooManyRequests(decision.scope(), seconds), seconds);
    }

    private InetAddress client(RoutingRequest request) {
        InetAddress peer = request.remotePeer().address() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
        List<String> forwarded = request.headers().contains(HeaderNames.X_FORWARDED_FOR)
                ? request.headers().get(HeaderNames.X_FORWARDED_FOR).allValues()
                : List.of();
        return addresses.of(peer, forwarded);
    }

    /** The site that a visitor's request is for; empty for all other requests. */
    private static String site(String path) {
        String prefix = path.startsWith(API) ? API : path.startsWith(PAGE) ? PAGE : null;
        if (prefix == null) {
            return "";
        }
        int end = path.indexOf('/', prefix.length());
        String name = end < 0 ? path.substring(prefix.length()) : path.substring(prefix.length(), end);
        // Names that cannot be would only fill the table.
        return SiteName.isValid(name) ? name : "-";
    }
}
