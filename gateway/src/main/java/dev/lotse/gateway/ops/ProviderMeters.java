package dev.lotse.gateway.ops;

import dev.lotse.gateway.provider.chain.Attempt;
import dev.lotse.gateway.provider.chain.AttemptObserver;
import dev.lotse.gateway.provider.chain.CallContext;
import dev.lotse.gateway.provider.chain.Guard;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Meters of model providers, under the names that docs/metrics.md lists. Thread-safe. */
public final class ProviderMeters implements AttemptObserver {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(120)
    };
    private static final double[] NO_PERCENTILES = {};
    private static final long NANOS_PER_MILLIONTH = 1_000;

    private record Key(String name, String target, String label) {}

    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    public ProviderMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the state of a target. */
    public void target(String id, Guard guard) {
        registry.getOrCreate(Gauge.builder("lotse_provider_running", guard::running)
                .description("Calls to a model under way")
                .addTag(Tag.create("target", id)));
        registry.getOrCreate(Gauge.builder("lotse_provider_available", () -> guard.isClosed() ? 1 : 0)
                .description("1 while a model is asked, 0 while it is left alone after failures")
                .addTag(Tag.create("target", id)));
    }

    @Override
    public void attempted(CallContext context, Attempt attempt) {
        String target = attempt.target();
        String outcome = attempt.outcome().wireName();
        if (!attempt.called()) {
            count("lotse_provider_skipped", "Models that were not asked, by reason", target, "reason", outcome, 1);
            return;
        }
        timer("lotse_provider_attempt_seconds", "Time of calls to models by outcome", target, "outcome", outcome)
                .record(attempt.duration().toNanos(), TimeUnit.NANOSECONDS);
        if (attempt.firstToken() != null) {
            timer("lotse_provider_first_token_seconds", "Time to the first piece of an answer", target, "", "")
                    .record(attempt.firstToken().toNanos(), TimeUnit.NANOSECONDS);
        }
        if (attempt.outcome() instanceof Attempt.Failed failed && failed.delivered()) {
            count("lotse_provider_reset", "Answers taken back in mid-stream", target, "", "", 1);
        }
        tokens(target, "input", attempt.usage().input());
        tokens(target, "cached_input", attempt.usage().cachedInput());
        tokens(target, "cache_write", attempt.usage().cacheWrite());
        tokens(target, "output", attempt.usage().output());
        long millionths = Math.ceilDiv(attempt.cost().nanos(), NANOS_PER_MILLIONTH);
        if (millionths > 0) {
            count("lotse_provider_cost_millionths", "Cost in millionths of a unit", target, "", "", millionths);
        }
    }

    private void tokens(String target, String kind, long tokens) {
        if (tokens > 0) {
            count("lotse_provider_tokens", "Tokens by kind", target, "kind", kind, tokens);
        }
    }

    private void count(String name, String description, String target, String label, String value, long by) {
        counters.computeIfAbsent(
                        new Key(name, target, value),
                        key -> registry.getOrCreate(
                                Counter.builder(name).description(description).tags(tags(target, label, value))))
                .increment(by);
    }

    private Timer timer(String name, String description, String target, String label, String value) {
        return timers.computeIfAbsent(
                new Key(name, target, value),
                key -> registry.getOrCreate(Timer.builder(name)
                        .description(description)
                        .tags(tags(target, label, value))
                        .percentiles(NO_PERCENTILES)
                        .buckets(BUCKETS)));
    }

    private static List<Tag> tags(String target, String label, String value) {
        Tag of = Tag.create("target", target);
        return label.isEmpty() ? List.of(of) : List.of(of, Tag.create(label, value));
    }
}
