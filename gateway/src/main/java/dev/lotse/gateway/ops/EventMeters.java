package dev.lotse.gateway.ops;

import dev.lotse.gateway.analytics.EventObserver;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;

/** Meters of analytics, under the names that docs/metrics.md lists. Thread-safe. */
public final class EventMeters implements EventObserver {
    private final Counter stored;
    private final Counter dropped;

    public EventMeters(MeterRegistry registry) {
        stored = counter(registry, "stored");
        dropped = counter(registry, "dropped");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return registry.getOrCreate(Counter.builder("lotse_events")
                .description("Searches and events of visitors, by what became of them")
                .addTag(Tag.create("outcome", outcome)));
    }

    @Override
    public void stored(int events) {
        stored.increment(events);
    }

    @Override
    public void dropped(int events) {
        dropped.increment(events);
    }
}
