package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.answer.RuleReplies;
import dev.lotse.gateway.cli.GatewaySettings;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.CachedAnswers;
import dev.lotse.gateway.http.CachedSearch;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.SearchListener;
import dev.lotse.gateway.http.VisitorSearch;
import dev.lotse.gateway.http.admin.AdminAccess;
import dev.lotse.gateway.http.admin.CrawlJobs;
import dev.lotse.gateway.ops.CacheMeters;
import dev.lotse.gateway.ops.EventMeters;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.ops.LimitMeters;
import dev.lotse.gateway.ops.OverloadMeters;
import dev.lotse.gateway.ops.ProviderMeters;
import dev.lotse.gateway.trace.Traces;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class OpenApiTest {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @Test
    void everyRouteIsDescribedAndEveryDescriptionHasARoute() throws IOException {
        assertThat(described()).containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        Map<String, Object> description = description();
        Set<String> references = new HashSet<>();
        collectReferences(description, references);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(resolve(description, reference))
                        .as(reference)
                        .isNotNull());
    }

    @Test
    void everyOperationHasAnIdOfItsOwnAndASummary() throws IOException {
        Set<String> ids = new HashSet<>();
        for (Map<String, Object> path : paths().values()) {
            for (String method : METHODS) {
                if (path.get(method) instanceof Map<?, ?> operation) {
                    assertThat(ids.add(String.valueOf(operation.get("operationId"))))
                            .as("operationId of %s", operation)
                            .isTrue();
                    assertThat(operation.get("summary")).isNotNull();
                }
            }
        }
    }

    private Set<String> served() {
        GatewaySettings settings = TestGateway.settings(Map.of(), Map.of());
        Set<String> all = new TreeSet<>();
        try (EmbeddedWorkspace workspace = new EmbeddedWorkspace(data, settings, models -> new HashingEncoder())) {
            MeterRegistry registry =
                    MeterRegistry.create(MetricsConfig.builder().build());
            CacheMeters cacheMeters = new CacheMeters(registry);
            EdgeParts edge = new EdgeParts(
                    settings,
                    cacheMeters,
                    new LimitMeters(registry),
                    new OverloadMeters(registry),
                    NanoClock.SYSTEM,
                    () -> 1);
            CachedSearch search = new CachedSearch(
                    edge.cache(),
                    new VisitorSearch(workspace.search(), new GatewayMeters(registry), NanoClock.SYSTEM, false),
                    workspace.search(),
                    Map.of(),
                    cacheMeters,
                    NanoClock.SYSTEM,
                    InstantSource.system(),
                    () -> 1,
                    SearchListener.NONE);
            try (AnalyticsParts analytics = new AnalyticsParts(
                            settings.analytics(),
                            workspace.events(),
                            new EventMeters(registry),
                            InstantSource.system());
                    CrawlJobs jobs = new CrawlJobs(workspace.ingest(), InstantSource.system(), () -> 1)) {
                List<Route> routes = new ArrayList<>(ServerAssembly.routes(
                        workspace,
                        settings,
                        new CachedAnswers(
                                new RuleReplies(workspace.rules(), workspace.engine()::lexicon, InstantSource.system()),
                                workspace.answers(),
                                edge.cache(),
                                settings.answers().cache(),
                                Map.of(),
                                cacheMeters,
                                new GatewayMeters(registry),
                                NanoClock.SYSTEM,
                                InstantSource.system()),
                        search,
                        edge,
                        jobs,
                        analytics.answers(),
                        false));
                ProviderParts providers = new ProviderParts(
                        settings.providers(),
                        Map.of(),
                        edge.ledger(),
                        workspace::encoder,
                        "hashing",
                        new ProviderMeters(registry),
                        Traces.NONE,
                        NanoClock.SYSTEM,
                        InstantSource.system(),
                        () -> 1);
                routes.addAll(ServerAssembly.inference(
                        providers,
                        settings,
                        edge.limiter(),
                        workspace.engine(),
                        new AdminAccess(settings.admin(), false),
                        false));
                providers.close();
                routes.addAll(analytics.routes(new AdminAccess(settings.admin(), false), workspace));
                for (Route route : routes) {
                    // The stylesheet's name changes with its content; {+id} is Helidon's way to say that slashes may
                    // follow.
                    String pattern = route.pattern()
                            .replaceFirst("^/assets/.*", "/assets/{file}")
                            .replace("{+", "{");
                    all.add(route.method().text().toLowerCase(Locale.ROOT) + " " + pattern);
                }
            }
        }
        // Helidon's own.
        all.add("get /observe/health/{kind}");
        all.add("get /observe/metrics");
        return all;
    }

    /** Every operation, such as {@code get /v1/sites}. */
    static Set<String> described() throws IOException {
        Set<String> all = new TreeSet<>();
        paths().forEach((path, operations) ->
                METHODS.stream().filter(operations::containsKey).forEach(method -> all.add(method + " " + path)));
        return all;
    }

    @SuppressWarnings("unchecked") // the shape of every OpenAPI description
    private static Map<String, Map<String, Object>> paths() throws IOException {
        return (Map<String, Map<String, Object>>)
                Objects.requireNonNull(description().get("paths"));
    }

    private static Map<String, Object> description() throws IOException {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
            return new Yaml().load(in);
        }
    }

    private static void collectReferences(Object node, Set<String> found) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals("$ref")) {
                    found.add(String.valueOf(value));
                } else {
                    collectReferences(value, found);
                }
            });
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collectReferences(value, found));
        }
    }

    private static Object resolve(Map<String, Object> description, String reference) {
        Object at = description;
        for (String part : reference.substring("#/".length()).split("/", -1)) {
            at = at instanceof Map<?, ?> map && map.containsKey(part) ? map.get(part) : Map.of();
        }
        return Map.of().equals(at) ? List.of() : at;
    }
}
