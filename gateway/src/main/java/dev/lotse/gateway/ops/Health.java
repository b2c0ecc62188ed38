package dev.lotse.gateway.ops;

import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.spi.Observer;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * What an orchestrator asks. Live: the process can answer at all. Started: everything is loaded. Ready: it is started, and is
 * not shutting down. Thread-safe.
 */
public final class Health {
    private final IntSupplier sites;
    private final Map<String, BooleanSupplier> helpers = new ConcurrentSkipListMap<>();
    private volatile boolean started;
    private volatile boolean stopping;

    /**
     * @param sites number of sites that can be searched
     */
    public Health(IntSupplier sites) {
        this.sites = sites;
    }

    /**
     * Shows the state of a part that helps and without which service goes on, such as Redis: it is told and never makes the
     * gateway unready.
     */
    public void helper(String name, BooleanSupplier up) {
        helpers.put(name, up);
    }

    /** Everything is loaded and the port is bound. */
    public void started() {
        started = true;
    }

    /** No new work is wanted. */
    public void stopping() {
        stopping = true;
    }

    /** Whether requests are welcome. */
    public boolean ready() {
        return started && !stopping;
    }

    /** Serves {@code /observe/health}. */
    public Observer observer() {
        return HealthObserver.builder()
                .details(true)
                .useSystemServices(false)
                .addCheck(() -> HealthCheckResponse.builder().status(true).build(), HealthCheckType.LIVENESS, "process")
                .addCheck(
                        () -> HealthCheckResponse.builder().status(started).build(), HealthCheckType.STARTUP, "started")
                .addCheck(this::readiness, HealthCheckType.READINESS, "gateway")
                .build();
    }

    private HealthCheckResponse readiness() {
        HealthCheckResponse.Builder response = HealthCheckResponse.builder()
                .status(ready())
                .detail("stopping", stopping)
                .detail("sites", sites.getAsInt());
        helpers.forEach((name, up) -> response.detail(name, up.getAsBoolean() ? "up" : "down, going on without it"));
        return response.build();
    }
}
