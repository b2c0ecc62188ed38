package dev.lotse.gateway;

import dev.lotse.gateway.cli.GatewaySettings;
import dev.lotse.gateway.cli.ServerFactory;
import dev.lotse.gateway.cli.Workspace;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.GatewayServer;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.SearchRoutes;
import dev.lotse.gateway.http.VisitorSearch;
import dev.lotse.gateway.http.page.ResultsPageRoutes;
import dev.lotse.gateway.ingest.extract.ExtractionSettings;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.ops.Health;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.search.SearchService;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Joins routes, meters and health to a server. */
final class ServerAssembly implements ServerFactory {

    /** Ids need no secrecy but many threads at once. */
    private static final RandomGenerator RANDOM =
            () -> ThreadLocalRandom.current().nextLong();

    @Override
    public Parts create(Workspace workspace, GatewaySettings settings, boolean demo, List<Route> extra) {
        NanoClock clock = NanoClock.SYSTEM;
        SearchEngine engine = workspace.engine();
        SearchService search = workspace.search();
        GatewayMeters meters =
                new GatewayMeters(MeterRegistry.create(MetricsConfig.builder().build()));
        Health health = new Health(() -> engine.sites().size());
        VisitorSearch visitorSearch =
                new VisitorSearch(search, meters, clock, settings.logging().queries());
        List<Route> routes = new ArrayList<>(
                new SearchRoutes(visitorSearch, search, settings.server(), settings.sites(), clock).routes());
        routes.addAll(new ResultsPageRoutes(
                        visitorSearch, settings.server(), settings.sites(), ExtractionSettings.DEFAULT.zone())
                .routes());
        routes.addAll(extra);
        meters.indexes(engine);
        GatewayServer server =
                new GatewayServer(settings.server(), settings.sites(), routes, meters, health, clock, RANDOM);
        return new Parts(server, health);
    }
}
