package dev.lotse.gateway.ops;

import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.SiteStatus;
import dev.lotse.gateway.rules.RuleAction;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.Step;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.observe.spi.Observer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of the gateway, under the names that docs/metrics.md lists. Thread-safe. Meters are looked up once and kept, so
 * that counting costs no lookup by tags.
 */
public final class GatewayMeters {
    /** Upper bounds of the latency buckets, around the promises of a few and of 60 milliseconds. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(10)
    };

    /** Buckets can be summed over gateways and percentiles cannot. */
    private static final double[] NO_PERCENTILES = {};

    /** Bounds the number of series, should routes or methods ever come from clients. */
    private static final int MOST_REQUEST_SERIES = 500;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private record RequestKey(String method, String route, int status) {}

    private final MeterRegistry registry;
    private final Map<RequestKey, Timer> requests = new ConcurrentHashMap<>();
    private final Map<String, Timer> searches = new ConcurrentHashMap<>();
    private final Map<String, Timer> answers = new ConcurrentHashMap<>();
    private final Map<Step, Timer> steps = new EnumMap<>(Step.class);
    private final Map<Step, Counter> degraded = new EnumMap<>(Step.class);
    private final Set<String> sitesWithGauges = ConcurrentHashMap.newKeySet();
    private final Counter rejected;
    private volatile @Nullable SearchEngine indexes;
    private volatile @Nullable Function<String, Optional<Duration>> snapshotAges;

    public GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
        for (String outcome : List.of("answered", "degraded", "unknown_site", "invalid", "unavailable")) {
            searches.put(
                    outcome, timer("lotse_search_seconds", "Time of searches by outcome", tag("outcome", outcome)));
        }
        for (Step step : Step.values()) {
            Tag tag = tag("step", step.wireName());
            steps.put(step, timer("lotse_search_step_seconds", "Time of the steps of searches", tag));
            degraded.put(
                    step,
                    registry.getOrCreate(Counter.builder("lotse_search_degraded")
                            .description("Searches answered without a step that was wanted")
                            .addTag(tag)));
        }
        rejected = registry.getOrCreate(
                Counter.builder("lotse_http_rejected").description("Requests refused because too many were in flight"));
    }

    /** Counts one search. */
    public void search(SearchOutcome outcome, long nanos) {
        String name = switch (outcome) {
            case SearchOutcome.Answered answer -> answer.degraded().isEmpty() ? "answered" : "degraded";
            case SearchOutcome.UnknownSite unknown -> "unknown_site";
            case SearchOutcome.Invalid invalid -> "invalid";
            case SearchOutcome.Unavailable unavailable -> "unavailable";
        };
        Timer timer = searches.get(name);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
        if (outcome instanceof SearchOutcome.Answered answer) {
            answer.timings()
                    .forEach((step, took) -> Optional.ofNullable(steps.get(step))
                            .ifPresent(stepTimer -> stepTimer.record(took.toNanos(), TimeUnit.NANOSECONDS)));
            for (Step step : answer.degraded()) {
                Optional.ofNullable(degraded.get(step)).ifPresent(Counter::increment);
            }
        }
    }

    /** Counts one question. */
    public void answer(AnswerOutcome outcome, long nanos) {
        String name = switch (outcome) {
            case AnswerOutcome.Answered answered -> "answered";
            case AnswerOutcome.Refused refused -> refused.reason().wireName();
            case AnswerOutcome.ByRule(RuleAction.Reply reply, String rule, String release) ->
                reply instanceof RuleAction.Answer ? "rule" : AnswerOutcome.ByRule.BLOCKED;
            case AnswerOutcome.NoSearch none -> "failed";
        };
        answers.computeIfAbsent(
                        name, key -> timer("lotse_answer_seconds", "Time of answers by outcome", tag("outcome", key)))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Counts one request.
     *
     * @param route the pattern that matched, never a path
     */
    public void request(String method, String route, int status, long nanos) {
        RequestKey key = new RequestKey(METHODS.contains(method) ? method : "other", route, status);
        Timer timer = requests.get(key);
        if (timer == null) {
            if (requests.size() >= MOST_REQUEST_SERIES) {
                return;
            }
            timer = requests.computeIfAbsent(
                    key,
                    k -> timer(
                            "lotse_http_request_seconds",
                            "Time of requests",
                            tag("method", k.method()),
                            tag("route", k.route()),
                            tag("status", Integer.toString(k.status()))));
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts a request that was refused. */
    public void rejected() {
        rejected.increment();
    }

    /** Shows the number of requests being worked on. */
    public void inFlight(IntSupplier count) {
        registry.getOrCreate(
                Gauge.builder("lotse_http_in_flight", count::getAsInt).description("Requests being worked on"));
    }

    /** Shows the size of each site's index from now on, also of sites that are yet to come. */
    public void indexes(SearchEngine engine) {
        indexes = engine;
        beforeScrape();
    }

    /**
     * Shows how old each site's copy on this machine is, for the sites of {@link #indexes}.
     *
     * @param ages by site; empty where there is no copy
     */
    public void snapshots(Function<String, Optional<Duration>> ages) {
        snapshotAges = ages;
    }

    /** Finds sites that have come since the last time. */
    public void beforeScrape() {
        SearchEngine engine = indexes;
        if (engine == null) {
            return;
        }
        Function<String, Optional<Duration>> ages = snapshotAges;
        for (String site : engine.sites()) {
            if (ages != null && ages.apply(site).isPresent()) {
                registry.getOrCreate(Gauge.builder(
                                "lotse_snapshot_age_seconds",
                                () -> ages.apply(site).map(Duration::toSeconds).orElse(0L))
                        .description("Age of the copy of the index on this machine")
                        .addTag(tag("site", site)));
            }
            if (sitesWithGauges.add(site)) {
                gauge(engine, site, "lotse_index_pages", "Pages in the index", SiteStatus::pages);
                gauge(engine, site, "lotse_index_passages", "Passages in the index", SiteStatus::passages);
                gauge(engine, site, "lotse_index_bytes", "Size of the index", SiteStatus::bytes);
            }
        }
    }

    /** Serves {@code /observe/metrics}. */
    public Observer observer() {
        return MetricsObserver.builder().meterRegistry(registry).build();
    }

    private void gauge(
            SearchEngine engine, String site, String name, String description, ToLongFunction<SiteStatus> value) {
        registry.getOrCreate(Gauge.builder(name, () -> size(engine, site, value))
                .description(description)
                .addTag(tag("site", site)));
    }

    /** 0 where the engine cannot tell now: the other metrics are wanted most while it is away. */
    private static long size(SearchEngine engine, String site, ToLongFunction<SiteStatus> value) {
        try {
            return engine.status(site).map(value::applyAsLong).orElse(0L);
        } catch (EngineException e) {
            return 0;
        }
    }

    private Timer timer(String name, String description, Tag... tags) {
        return registry.getOrCreate(Timer.builder(name)
                .description(description)
                .tags(List.of(tags))
                .percentiles(NO_PERCENTILES)
                .buckets(BUCKETS));
    }

    private static Tag tag(String key, String value) {
        return Tag.create(key, value);
    }
}
