package dev.lotse.gateway.http;

import dev.lotse.gateway.device.DeviceClass;
import dev.lotse.gateway.search.Step;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Map;

/** What belongs to one request besides its parameters. Used by the request's own thread. */
public final class RequestScope {
    private final String requestId;
    private final TraceContext trace;
    private final long startNanos;
    private final boolean robot;
    private final DeviceClass device;
    private final BodyWatch bodies;
    private final StringBuilder timings = new StringBuilder();

    RequestScope(
            String requestId,
            TraceContext trace,
            long startNanos,
            boolean robot,
            DeviceClass device,
            BodyWatch bodies) {
        this.requestId = requestId;
        this.trace = trace;
        this.startNanos = startNanos;
        this.robot = robot;
        this.device = device;
        this.bodies = bodies;
    }

    /** The scope of a request that has passed the server's filter. */
    public static RequestScope of(ServerRequest request) {
        return request.context()
                .get(RequestScope.class)
                .orElseThrow(() -> new IllegalStateException("the request did not pass the request filter"));
    }

    /** The client's {@code X-Request-Id} where it is fit, else a random one. */
    public String requestId() {
        return requestId;
    }

    /** The place in the distributed trace. */
    public TraceContext trace() {
        return trace;
    }

    /** Whether the client says that it is a program and no person. */
    boolean isRobot() {
        return robot;
    }

    /** The kind of device that the client says it is. */
    DeviceClass device() {
        return device;
    }

    /** Begins the reading of the whole body; who begins it closes it. */
    BodyWatch.Reading readsBody() {
        return bodies.watch();
    }

    long startNanos() {
        return startNanos;
    }

    /** Adds steps to {@code Server-Timing}. */
    void timings(Map<Step, Duration> steps) {
        for (Step step : Step.values()) {
            Duration took = steps.get(step);
            if (took != null) {
                timing(step.wireName(), took.toNanos());
            }
        }
    }

    private void timing(String name, long nanos) {
        if (!timings.isEmpty()) {
            timings.append(", ");
        }
        // Milliseconds with one digit after the point; a formatter would take longer than a cached answer.
        long tenths = (nanos + 50_000) / 100_000;
        timings.append(name).append(";dur=").append(tenths / 10).append('.').append(tenths % 10);
    }

    /** The header's value, with the total up to now. */
    String serverTiming(long nowNanos) {
        timing("total", nowNanos - startNanos);
        return timings.toString();
    }
}
