package dev.lotse.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.answer.AnswerSettings;
import dev.lotse.gateway.answer.RuleReplies;
import dev.lotse.gateway.cache.CacheObserver;
import dev.lotse.gateway.cache.CacheSettings;
import dev.lotse.gateway.cache.ResponseCache;
import dev.lotse.gateway.cache.SharedCache;
import dev.lotse.gateway.cache.memory.CaffeineNearCache;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ops.CacheMeters;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.ops.Health;
import dev.lotse.gateway.provider.testing.ManualTime;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import dev.lotse.gateway.rules.RuleSource;
import dev.lotse.gateway.search.FakeSearchService;
import dev.lotse.gateway.trace.Traces;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;

/** The real server on a free port, over a fake search, with a client. */
public final class TestServer implements AutoCloseable {
    public static final ServerSettings SETTINGS = new ServerSettings(
            "127.0.0.1",
            0,
            4096,
            16 * 1024,
            1000,
            100,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            true,
            Duration.ofMillis(1500));

    private static final ObjectMapper JSON = new ObjectMapper();

    public final FakeSearchService search = new FakeSearchService();
    private final MeterRegistry registry =
            MeterRegistry.create(MetricsConfig.builder().build());
    public final GatewayMeters meters = new GatewayMeters(registry);
    public final CacheMeters cacheMeters = new CacheMeters(registry);

    /** The clock of the cache. */
    public final ManualTime time = new ManualTime();

    public final ResponseCache cache;
    public final CachedSearch cachedSearch;
    public final Health health = new Health(() -> 1);
    public final VisitorSearch visitorSearch = new VisitorSearch(search, meters, NanoClock.SYSTEM, false);
    public final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final GatewayServer server;

    public TestServer() {
        this(SETTINGS, Map.of(), (test, settings) -> List.of());
    }

    /** A server with a cache in memory. */
    public TestServer(CacheSettings cache) {
        this(SETTINGS, Map.of(), cache, (test, settings) -> List.of());
    }

    public TestServer(
            ServerSettings settings,
            Map<String, SiteSettings> sites,
            BiFunction<TestServer, ServerSettings, List<Route>> extra) {
        this(settings, sites, caching(false), extra);
    }

    /** The standard settings of the cache, with browsers told to keep nothing. */
    public static CacheSettings caching(boolean enabled) {
        return new CacheSettings(
                enabled,
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                1 << 20,
                1 << 16,
                2,
                Duration.ofMillis(100),
                2048,
                Duration.ZERO,
                Duration.ZERO);
    }

    public TestServer(
            ServerSettings settings,
            Map<String, SiteSettings> sites,
            CacheSettings caching,
            BiFunction<TestServer, ServerSettings, List<Route>> extra) {
        cache = new ResponseCache(
                caching,
                new CaffeineNearCache(caching.maxSize(), time),
                SharedCache.NONE,
                Runnable::run,
                time,
                nanos -> {},
                () -> 7,
                CacheObserver.NONE);
        cachedSearch = new CachedSearch(
                cache,
                visitorSearch,
                search,
                sites,
                cacheMeters,
                time,
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong(),
                SearchListener.NONE);
        List<Route> routes = new java.util.ArrayList<>(
                new SearchRoutes(cachedSearch, search, settings, sites, NanoClock.SYSTEM).routes());
        routes.addAll(extra.apply(this, settings));
        server = new GatewayServer(
                settings,
                sites,
                routes,
                meters,
                Traces.NONE,
                health,
                List.of(),
                NanoClock.SYSTEM,
                () -> ThreadLocalRandom.current().nextLong());
        server.start();
        health.started();
    }

    /** Answers through the cache of this server, for 10 minutes, refusals for one. */
    public CachedAnswers answers(AnswerService answers, NanoClock clock) {
        return answers(answers, clock, false);
    }

    /** The same, also to the same question in other words if {@code similar}. */
    public CachedAnswers answers(AnswerService answers, NanoClock clock, boolean similar) {
        return new CachedAnswers(
                new RuleReplies(
                        RuleSource.NONE,
                        site -> {
                            throw new UnknownSiteException(site);
                        },
                        InstantSource.system()),
                answers,
                cache,
                new AnswerSettings.Caching(
                        true,
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(1),
                        new AnswerSettings.Similar(similar, 0.9, 100)),
                Map.of(),
                cacheMeters,
                meters,
                clock,
                InstantSource.system());
    }

    /** Closes the server only, so that the client can still read. */
    public void closeServer() {
        server.close();
    }

    public int port() {
        return server.port();
    }

    public HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery))
                .timeout(Duration.ofSeconds(20));
    }

    public HttpResponse<String> get(String pathAndQuery) {
        return send(request(pathAndQuery));
    }

    public HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + response.body(), e);
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
