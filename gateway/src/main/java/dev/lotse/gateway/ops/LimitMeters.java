package dev.lotse.gateway.ops;

import dev.lotse.gateway.limit.LimitObserver;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Meters of the rate limits, under the names that docs/metrics.md lists. Thread-safe. */
public final class LimitMeters implements LimitObserver {
    private final MeterRegistry registry;
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();
    private final Map<String, Counter> alone = new ConcurrentHashMap<>();

    public LimitMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void refused(String scope) {
        refused.computeIfAbsent(
                        scope, name -> counter("lotse_limit_refused", "Requests over a rate limit, by limit", name))
                .increment();
    }

    @Override
    public void decidedAlone(String scope) {
        alone.computeIfAbsent(
                        scope,
                        name -> counter(
                                "lotse_limit_alone",
                                "Decisions without the buckets that gateways share, by limit",
                                name))
                .increment();
    }

    private Counter counter(String name, String description, String scope) {
        return registry.getOrCreate(
                Counter.builder(name).description(description).addTag(Tag.create("limit", scope)));
    }
}
