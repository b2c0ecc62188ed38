package dev.lotse.gateway;

import dev.lotse.gateway.cache.ResponseCache;
import dev.lotse.gateway.cli.Sources;
import dev.lotse.gateway.cli.Workspace;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.admin.AccessRoutes;
import dev.lotse.gateway.http.admin.AdminAccess;
import dev.lotse.gateway.http.admin.AdminSettings;
import dev.lotse.gateway.http.admin.BrowserSessions;
import dev.lotse.gateway.http.admin.CacheRoutes;
import dev.lotse.gateway.http.admin.CrawlJobs;
import dev.lotse.gateway.http.admin.CrawlRoutes;
import dev.lotse.gateway.http.admin.DocumentRoutes;
import dev.lotse.gateway.http.admin.SignInRoutes;
import dev.lotse.gateway.http.admin.SiteRoutes;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.signin.OidcClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Joins the administration: who gets in, and what they find there. */
final class AdminParts {
    private AdminParts() {}

    /** Who gets in. */
    static AdminAccess access(Workspace workspace, AdminSettings settings, boolean demo) {
        return new AdminAccess(settings, demo, sessions(workspace, settings));
    }

    private static Optional<BrowserSessions> sessions(Workspace workspace, AdminSettings settings) {
        return settings.oidc()
                .map(oidc ->
                        new BrowserSessions(oidc, workspace.sessions(), new SecureRandom(), InstantSource.system()));
    }

    /** Everything but analytics. */
    static List<Route> routes(
            Workspace workspace, AdminSettings settings, ResponseCache cache, CrawlJobs jobs, boolean demo) {
        AdminAccess access = access(workspace, settings, demo);
        SearchEngine engine = workspace.engine();
        Sources sources = workspace.sources();
        int maxDocument = settings.maxDocument();
        List<Route> routes = new ArrayList<>(new SiteRoutes(access, engine).routes());
        routes.addAll(new AccessRoutes(access).routes());
        routes.addAll(new SignInRoutes(
                        access,
                        settings.oidc()
                                .map(oidc -> new SignInRoutes.Provider(
                                        oidc,
                                        new OidcClient(oidc.provider(), InstantSource.system()),
                                        sessions(workspace, settings).orElseThrow())),
                        new SecureRandom())
                .routes());
        routes.addAll(new CacheRoutes(access, engine, cache).routes());
        routes.addAll(TuningParts.routes(access, workspace));
        routes.addAll(new DocumentRoutes(access, workspace.ingest(), engine, sources.lines(maxDocument), maxDocument)
                .routes());
        routes.addAll(new CrawlRoutes(
                        access,
                        jobs,
                        (site, start, maxPages) -> sources.crawl(
                                new Sources.CrawlRequest(site, start, maxPages, settings.allowPrivateCrawls())))
                .routes());
        return routes;
    }
}
