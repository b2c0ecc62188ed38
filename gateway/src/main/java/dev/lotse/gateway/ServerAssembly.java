package dev.lotse.gateway;

import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.answer.ModelAnswerWriter;
import dev.lotse.gateway.answer.RuleReplies;
import dev.lotse.gateway.cli.GatewaySettings;
import dev.lotse.gateway.cli.ServerFactory;
import dev.lotse.gateway.cli.Workspace;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.embed.ModelSettings;
import dev.lotse.gateway.http.AnswerObserver;
import dev.lotse.gateway.http.AnswerRoutes;
import dev.lotse.gateway.http.CachedAnswers;
import dev.lotse.gateway.http.CachedSearch;
import dev.lotse.gateway.http.ConsoleRoutes;
import dev.lotse.gateway.http.DeviceModelRoutes;
import dev.lotse.gateway.http.GatewayServer;
import dev.lotse.gateway.http.OpenApiRoute;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.SearchRoutes;
import dev.lotse.gateway.http.VisitorSearch;
import dev.lotse.gateway.http.WidgetRoutes;
import dev.lotse.gateway.http.admin.AdminAccess;
import dev.lotse.gateway.http.admin.CrawlJobs;
import dev.lotse.gateway.http.admin.ProviderRoutes;
import dev.lotse.gateway.http.inference.ChatRoutes;
import dev.lotse.gateway.http.inference.EmbeddingRoutes;
import dev.lotse.gateway.http.inference.InferenceAccess;
import dev.lotse.gateway.http.inference.InferenceSettings;
import dev.lotse.gateway.http.inference.ModelRoutes;
import dev.lotse.gateway.http.inference.RerankRoutes;
import dev.lotse.gateway.http.page.ResultsPageRoutes;
import dev.lotse.gateway.ingest.extract.ExtractionSettings;
import dev.lotse.gateway.limit.RateLimiter;
import dev.lotse.gateway.ops.CacheMeters;
import dev.lotse.gateway.ops.EventMeters;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.ops.Health;
import dev.lotse.gateway.ops.LimitMeters;
import dev.lotse.gateway.ops.OverloadMeters;
import dev.lotse.gateway.ops.ProviderMeters;
import dev.lotse.gateway.overload.AdmittedAnswers;
import dev.lotse.gateway.overload.AdmittedSearch;
import dev.lotse.gateway.preview.Drafts;
import dev.lotse.gateway.provider.chain.ChainDirectory;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.search.SearchService;
import dev.lotse.gateway.trace.OtlpTraces;
import dev.lotse.gateway.trace.TracedSearch;
import dev.lotse.gateway.trace.Traces;
import dev.lotse.models.LocalModels;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        MeterRegistry registry = MeterRegistry.create(MetricsConfig.builder().build());
        GatewayMeters meters = new GatewayMeters(registry);
        CacheMeters cacheMeters = new CacheMeters(registry);
        Health health = new Health(() -> engine.sites().size());
        EdgeParts edge = new EdgeParts(
                settings, cacheMeters, new LimitMeters(registry), new OverloadMeters(registry), clock, RANDOM);
        edge.watch(health);
        Traces traces = OtlpTraces.of(settings.traces(), InstantSource.system());
        SearchService search = traced(new AdmittedSearch(workspace.search(), edge.admission()), traces, clock);
        VisitorSearch visitorSearch =
                new VisitorSearch(search, meters, clock, settings.logging().queries());
        edge.start(engine::sites);
        ProviderParts providers = new ProviderParts(
                settings.providers(),
                settings.inference().budgets(),
                edge.ledger(),
                workspace::encoder,
                settings.models().encoder(),
                new ProviderMeters(registry),
                traces,
                clock,
                InstantSource.system(),
                RANDOM);
        providers.watch(health);
        workspace.rerankBy(providers.rerankers(settings.rerank().chains().values()));
        AnalyticsParts analytics = new AnalyticsParts(
                settings.analytics(), workspace.events(), new EventMeters(registry), InstantSource.system());
        CachedSearch cachedSearch = new CachedSearch(
                edge.cache(),
                visitorSearch,
                search,
                settings.sites(),
                cacheMeters,
                clock,
                InstantSource.system(),
                RANDOM,
                analytics.listener());
        CrawlJobs jobs = new CrawlJobs(workspace.ingest(), InstantSource.system(), RANDOM);
        List<Route> routes = new ArrayList<>(routes(
                workspace,
                settings,
                new CachedAnswers(
                        new RuleReplies(workspace.rules(), engine::lexicon, InstantSource.system()),
                        answers(workspace, settings, providers, edge),
                        edge.cache(),
                        settings.answers().cache(),
                        settings.sites(),
                        cacheMeters,
                        meters,
                        clock,
                        InstantSource.system()),
                cachedSearch,
                edge,
                jobs,
                analytics.answers(),
                demo));
        AdminAccess access = AdminParts.access(workspace, settings.admin(), demo);
        routes.addAll(inference(providers, settings, edge.limiter(), engine, access, demo));
        routes.addAll(analytics.routes(access, workspace));
        routes.addAll(extra);
        meters.indexes(engine);
        Optional<SnapshotWatch> snapshots = snapshots(workspace, settings, meters, health);
        GatewayServer server = new GatewayServer(
                settings.server(), settings.sites(), routes, meters, traces, health, edge.filters(), clock, RANDOM);
        ReleaseWatch watch = new ReleaseWatch(workspace.rules(), workspace.releases());
        QualityWatch quality = new QualityWatch(
                workspace.judgements(), new Drafts(workspace.releases()), workspace::search, InstantSource.system());
        return new Parts(server, health, () -> {
            snapshots.ifPresent(SnapshotWatch::close);
            quality.close();
            watch.close();
            analytics.close();
            jobs.close();
            providers.close();
            edge.close();
            traces.close();
        });
    }

    private static Optional<SnapshotWatch> snapshots(
            Workspace workspace, GatewaySettings settings, GatewayMeters meters, Health health) {
        return workspace.snapshots().map(snapshots -> {
            health.helper("elasticsearch", snapshots::engineAnswers);
            meters.snapshots(snapshots::age);
            return new SnapshotWatch(
                    snapshots, settings.engine().snapshotInterval().orElseThrow());
        });
    }

    private static SearchService traced(SearchService search, Traces traces, NanoClock clock) {
        return traces.equals(Traces.NONE) ? search : new TracedSearch(search, traces, clock);
    }

    /** The standard routes; openapi.yaml describes each. */
    static List<Route> routes(
            Workspace workspace,
            GatewaySettings settings,
            CachedAnswers answers,
            CachedSearch search,
            EdgeParts edge,
            CrawlJobs jobs,
            AnswerObserver observer,
            boolean demo) {
        List<Route> routes = new ArrayList<>(new SearchRoutes(
                        search,
                        new AdmittedSearch(workspace.search(), edge.admission()),
                        settings.server(),
                        settings.sites(),
                        NanoClock.SYSTEM)
                .routes());
        routes.addAll(
                new ResultsPageRoutes(search, settings.server(), settings.sites(), ExtractionSettings.DEFAULT.zone())
                        .routes());
        routes.addAll(new AnswerRoutes(
                        answers, answerTimeout(settings), settings.server(), settings.sites(), RANDOM, observer)
                .routes());
        routes.addAll(AdminParts.routes(workspace, settings.admin(), edge.cache(), jobs, demo));
        routes.add(OpenApiRoute.create());
        routes.addAll(WidgetRoutes.bundled().routes());
        routes.addAll(ConsoleRoutes.bundled().routes());
        routes.addAll(deviceModel(workspace, settings.models()).routes());
        return routes;
    }

    private static DeviceModelRoutes deviceModel(Workspace workspace, ModelSettings settings) {
        if (!settings.onDevice()) {
            return DeviceModelRoutes.off();
        }
        LocalModels models = workspace.models();
        return DeviceModelRoutes.of(models.registry().get(settings.encoder()), () -> models.fetch(settings.encoder()));
    }

    /** Answers of a model wait for a provider, which costs this machine nothing: a bulkhead bounds them. Others wait for their turn. */
    private static AnswerService answers(
            Workspace workspace, GatewaySettings settings, ProviderParts providers, EdgeParts edge) {
        return settings.answers()
                .chain()
                .flatMap(providers.directory()::chat)
                .map(chain -> workspace.answers(
                        new ModelAnswerWriter(chain, settings.answers().maxTokens(), RANDOM)))
                .orElseGet(() -> new AdmittedAnswers(workspace.answers(), edge.admission()));
    }

    /** A model takes its time; sentences of the pages are found as fast as pages are. */
    private static Duration answerTimeout(GatewaySettings settings) {
        return settings.answers().chain().isPresent()
                ? settings.answers().timeout()
                : settings.server().searchTimeout();
    }

    /** Models over HTTP; openapi.yaml describes each route. */
    static List<Route> inference(
            ProviderParts providers,
            GatewaySettings settings,
            RateLimiter limiter,
            SearchEngine engine,
            AdminAccess admin,
            boolean demo) {
        InferenceSettings inference = settings.inference();
        ChainDirectory chains = providers.directory();
        InferenceAccess access = new InferenceAccess(inference, limiter, demo);
        List<Route> routes = new ArrayList<>(
                new ChatRoutes(chains, inference, access, NanoClock.SYSTEM, InstantSource.system(), RANDOM).routes());
        routes.addAll(new EmbeddingRoutes(chains, inference, access, NanoClock.SYSTEM).routes());
        routes.addAll(new RerankRoutes(chains, inference, access, NanoClock.SYSTEM).routes());
        routes.addAll(new ModelRoutes(chains, access).routes());
        routes.addAll(new ProviderRoutes(
                        admin,
                        settings.providers().budgets().currency(),
                        providers.guards(),
                        providers.budgets(),
                        engine::sites,
                        inference.keys().stream().map(InferenceSettings.Key::id).toList())
                .routes());
        return routes;
    }
}
