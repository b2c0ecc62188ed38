package dev.lotse.gateway.ops;

import dev.lotse.gateway.overload.Admission;
import dev.lotse.gateway.overload.OverloadObserver;
import dev.lotse.gateway.overload.Priority;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Meters of overload, under the names that docs/metrics.md lists. Thread-safe. */
public final class OverloadMeters implements OverloadObserver {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1)
    };
    private static final double[] NO_PERCENTILES = {};

    private final MeterRegistry registry;
    private final Map<Priority, Counter> refused = new EnumMap<>(Priority.class);
    private final Map<Priority, Timer> waits = new EnumMap<>(Priority.class);
    private final Map<String, Counter> full = new ConcurrentHashMap<>();

    public OverloadMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Priority priority : Priority.values()) {
            Tag tag = Tag.create("priority", priority.wireName());
            refused.put(
                    priority,
                    registry.getOrCreate(Counter.builder("lotse_overload_refused")
                            .description("Work refused because its turn did not come in time")
                            .addTag(tag)));
            waits.put(
                    priority,
                    registry.getOrCreate(Timer.builder("lotse_overload_wait_seconds")
                            .description("Wait of admitted work for its turn")
                            .tags(List.of(tag))
                            .percentiles(NO_PERCENTILES)
                            .buckets(BUCKETS)));
        }
    }

    /** Shows the limit and how much of it is taken. */
    public void watch(Admission admission) {
        registry.getOrCreate(Gauge.builder("lotse_overload_limit", admission::limit)
                .description("Searches, suggestions and answers that may be worked on at once"));
        registry.getOrCreate(Gauge.builder("lotse_overload_under_way", admission::underWay)
                .description("Searches, suggestions and answers being worked on"));
        registry.getOrCreate(Gauge.builder("lotse_overload_waiting", admission::waiting)
                .description("Searches, suggestions and answers waiting for their turn"));
    }

    /** Counts a request that a bulkhead refused. */
    public void full(String bulkhead) {
        full.computeIfAbsent(
                        bulkhead,
                        name -> registry.getOrCreate(Counter.builder("lotse_bulkhead_refused")
                                .description("Requests refused because too many of their kind were being worked on")
                                .addTag(Tag.create("bulkhead", name))))
                .increment();
    }

    @Override
    public void admitted(Priority priority, long waitedNanos) {
        Timer timer = waits.get(priority);
        if (timer != null) {
            timer.record(Math.max(0, waitedNanos), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void refused(Priority priority) {
        Counter counter = refused.get(priority);
        if (counter != null) {
            counter.increment();
        }
    }
}
