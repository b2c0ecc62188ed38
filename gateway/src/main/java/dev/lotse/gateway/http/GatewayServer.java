package dev.lotse.gateway.http;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.ops.Health;
import dev.lotse.gateway.trace.Traces;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.observe.ObserveFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The HTTP server: routes, filter and error mapping on one port. */
public final class GatewayServer implements AutoCloseable {
    private static final int MAX_REQUEST_LINE = 32 * 1024;

    /** Of a visitor, for at most a few kilobytes; who sends byte by byte would keep a place for hours. */
    private static final Duration LONGEST_BODY = Duration.ofSeconds(10);

    private final WebServer server;
    private final BodyWatch bodies;
    private final String host;
    private final int port;

    /**
     * Builds the server without binding the port.
     *
     * @param settings where to listen, and limits
     * @param sites settings by site, for cross-origin calls
     * @param routes everything that is served besides {@code /observe}
     * @param meters counts what happens
     * @param health answers whether the process is alive and ready
     * @param filters run in this order before the routes, after ids and meters are there
     */
    public GatewayServer(
            ServerSettings settings,
            Map<String, SiteSettings> sites,
            List<Route> routes,
            GatewayMeters meters,
            Traces traces,
            Health health,
            List<Filter> filters,
            NanoClock clock,
            RandomGenerator random) {
        this.host = settings.host();
        this.port = settings.port();
        this.bodies = new BodyWatch(
                settings.idleTimeout().compareTo(LONGEST_BODY) < 0 ? settings.idleTimeout() : LONGEST_BODY);
        RequestFilter filter =
                new RequestFilter(new Cors(sites), settings.maxConcurrent(), bodies, meters, traces, clock, random);
        this.server = WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                .shutdownGracePeriod(settings.shutdownGrace())
                .idleConnectionTimeout(settings.idleTimeout())
                // Looked for every two minutes by default.
                .idleConnectionPeriod(settings.idleTimeout().dividedBy(2))
                .maxTcpConnections(settings.maxConnections())
                // Bodies are bounded where they are read: a bulk load has no total size.
                .maxPayloadSize(-1)
                .featuresDiscoverServices(false)
                .addFeature(ObserveFeature.builder()
                        .observersDiscoverServices(false)
                        .addObserver(meters.observer())
                        .addObserver(health.observer())
                        .build())
                .contentEncoding(ContentEncodingContext.builder()
                        .contentEncodingsDiscoverServices(settings.gzip())
                        .build())
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(MAX_REQUEST_LINE)
                        .maxHeadersSize(settings.maxHeaders())
                        .build())
                .directHandlers(ErrorMapping.directHandlers(random))
                .routing(routing -> {
                    routing.addFilter(filter);
                    filters.forEach(routing::addFilter);
                    ErrorMapping.install(routing);
                    register(routing, routes);
                })
                .build();
    }

    /**
     * Binds the port and serves.
     *
     * @throws UncheckedIOException when the port cannot be bound; its cause says why
     */
    public void start() {
        try {
            checkPort();
            server.start();
            if (!server.isRunning()) {
                throw new BindException("port " + port + " was taken at this moment");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Helidon writes a port that it cannot have to its log and returns, so it is tried before. */
    private void checkPort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        }
    }

    /** The port that is bound. */
    public int port() {
        return server.port();
    }

    /** Where the server is reached from this machine. */
    public String url() {
        String name = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://" + (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + server.port();
    }

    /** Stops accepting, lets requests in flight finish within the grace period, then ends them. */
    @Override
    public void close() {
        server.stop();
        bodies.close();
    }

    private static void register(HttpRouting.Builder routing, List<Route> routes) {
        Map<String, List<Method>> methods = new LinkedHashMap<>();
        for (Route route : routes) {
            routing.route(route.method(), route.pattern(), route.handler());
            List<Method> known = methods.computeIfAbsent(route.pattern(), pattern -> new ArrayList<>());
            known.add(route.method());
            if (route.method().equals(Method.GET)) {
                routing.route(Method.HEAD, route.pattern(), route.handler());
                known.add(Method.HEAD);
            }
        }
        methods.forEach((pattern, known) -> {
            StringBuilder allowed = new StringBuilder();
            known.forEach(method -> allowed.append(method.text()).append(", "));
            String allow = allowed.append("OPTIONS").toString();
            routing.route(Method.OPTIONS, pattern, options(allow));
            routing.any(pattern, (request, response) -> {
                throw new ProblemException(
                        Problem.methodNotAllowed(request.prologue().method().text(), allow), Map.of("Allow", allow));
            });
        });
    }

    private static Handler options(String allow) {
        return (request, response) -> {
            response.status(Status.NO_CONTENT_204);
            response.headers().set(HeaderNames.ALLOW, allow);
            response.send();
        };
    }
}
