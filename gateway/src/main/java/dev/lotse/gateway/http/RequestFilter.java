package dev.lotse.gateway.http;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.device.DeviceClass;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.trace.Traces;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The outermost step of every request: id, trace, security headers, the bound on concurrent requests, timing, meters and the
 * access log. Thread-safe.
 */
final class RequestFilter implements Filter {
    private static final Logger ACCESS = LoggerFactory.getLogger("dev.lotse.access");
    private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");
    private static final HeaderName SERVER_TIMING = HeaderNames.create("Server-Timing");
    private static final Header REFERRER =
            HeaderValues.createCached("Referrer-Policy", "strict-origin-when-cross-origin");
    private static final Pattern ROBOT =
            Pattern.compile("bot\\b|crawl|spider|slurp|headless|monitor|preview", Pattern.CASE_INSENSITIVE);
    private static final int MAX_ID = 128;
    private static final String OPERATIONS = "/observe/";
    private static final String METRICS = "/observe/metrics";

    private final Cors cors;
    private final int maxConcurrent;
    private final BodyWatch bodies;
    private final GatewayMeters meters;
    private final Traces traces;
    private final NanoClock clock;
    private final RandomGenerator random;
    private final AtomicInteger inFlight = new AtomicInteger();

    RequestFilter(
            Cors cors,
            int maxConcurrent,
            BodyWatch bodies,
            GatewayMeters meters,
            Traces traces,
            NanoClock clock,
            RandomGenerator random) {
        this.bodies = bodies;
        this.cors = cors;
        this.maxConcurrent = maxConcurrent;
        this.meters = meters;
        this.traces = traces;
        this.clock = clock;
        this.random = random;
        meters.inFlight(inFlight::get);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String path = request.prologue().uriPath().path();
        TraceContext trace =
                TraceContext.of(request.headers().first(TRACEPARENT).orElse(null), random);
        boolean recorded = !path.startsWith(OPERATIONS) && traces.records(trace.ids(), trace.sampled());
        RequestScope scope = new RequestScope(
                requestId(request),
                recorded ? trace.recorded() : trace,
                clock.nanos(),
                isRobot(request),
                DeviceClass.of(request.headers().first(HeaderNames.USER_AGENT).orElse("")),
                bodies);
        request.context().register(scope);
        ServerResponseHeaders headers = response.headers();
        headers.set(REQUEST_ID, scope.requestId());
        headers.set(TRACEPARENT, scope.trace().header());
        headers.set(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF);
        headers.set(REFERRER);
        headers.add(HeaderNames.VARY, "Accept-Encoding");
        cors.apply(request, path, headers);
        response.beforeSend(() -> headers.set(SERVER_TIMING, scope.serverTiming(clock.nanos())));
        MDC.put("requestId", scope.requestId());
        MDC.put("traceId", scope.trace().traceId());
        int concurrent = inFlight.incrementAndGet();
        try {
            if (recorded) {
                traces.begin(trace.ids());
            }
            // Health and metrics are most needed when there is too much to do.
            if (concurrent > maxConcurrent && !path.startsWith(OPERATIONS)) {
                meters.rejected();
                Refusals.send(
                        request,
                        response,
                        Problem.unavailable(
                                "The server works on " + maxConcurrent + " requests already; try again soon"),
                        1);
            } else {
                if (path.equals(METRICS)) {
                    meters.beforeScrape();
                }
                chain.proceed();
            }
        } finally {
            inFlight.decrementAndGet();
            finish(request, response, scope, recorded);
            MDC.remove("requestId");
            MDC.remove("traceId");
        }
        if (headers.containsToken(HeaderValues.CONNECTION_CLOSE) && response.isSent()) {
            // The server announces the end of the connection and leaves it open; who waits for that end would wait
            // long.
            throw new CloseConnectionException("the connection ends with this response");
        }
    }

    private void finish(RoutingRequest request, RoutingResponse response, RequestScope scope, boolean recorded) {
        long nanos = clock.nanos() - scope.startNanos();
        // The pattern and not the path: no ids in labels, and a bounded number of them.
        String route = request.matchingPattern().orElse("none");
        String method = request.prologue().method().text();
        int status = response.status().code();
        meters.request(method, route, status, nanos);
        if (recorded) {
            traces.end(scope.trace().ids(), new Traces.Request(method, route, status, nanos));
        }
        if (ACCESS.isInfoEnabled()) {
            ACCESS.atInfo()
                    .addKeyValue("method", method)
                    .addKeyValue("route", route)
                    .addKeyValue("status", status)
                    .addKeyValue("ms", nanos / 1e6)
                    .addKeyValue("bytes", response.bytesWritten())
                    .log("request");
        }
    }

    /** Robots that say so; others cannot be told from people here. */
    private static boolean isRobot(RoutingRequest request) {
        return ROBOT.matcher(request.headers().first(HeaderNames.USER_AGENT).orElse(""))
                .find();
    }

    private String requestId(RoutingRequest request) {
        String given = request.headers().first(REQUEST_ID).orElse(null);
        return given != null && isFit(given) ? given : TraceContext.hex(random.nextLong());
    }

    /** It goes into logs and headers, so only what needs no escaping there is taken over. */
    private static boolean isFit(String id) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean fit = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == '~';
            if (!fit) {
                return false;
            }
        }
        return true;
    }
}
