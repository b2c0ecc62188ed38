package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.SiteName;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.SiteStatus;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** What sites there are, and the state of their indexes. Thread-safe. */
public final class SiteRoutes {
    private final AdminAccess access;
    private final SearchEngine engine;

    public SiteRoutes(AdminAccess access, SearchEngine engine) {
        this.access = access;
        this.engine = engine;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, "/admin/v1/sites", access.guard(Role.ANALYST, this::sites)),
                new Route(Method.GET, "/admin/v1/sites/{site}/index", access.guard(Role.ANALYST, this::index)));
    }

    private void sites(ServerRequest request, ServerResponse response) {
        List<SiteStatus> all = engine.sites().stream()
                .map(engine::status)
                .flatMap(Optional::stream)
                .toList();
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("sites");
            for (SiteStatus status : all) {
                AdminJson.site(json, status);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private void index(ServerRequest request, ServerResponse response) {
        String site = knownSite(request, engine);
        SiteStatus status = engine.status(site).orElseThrow(() -> new ProblemException(Problem.unknownSite(site)));
        Responses.json(response, Json.bytes(json -> AdminJson.site(json, status)));
    }

    /** The site of the path, which need not exist yet. */
    static String siteToWrite(ServerRequest request) {
        String site = request.path().pathParameters().get("site");
        if (!SiteName.isValid(site)) {
            throw new ProblemException(Problem.invalidRequest(List.of(new Problem.FieldError(
                    "site", site, SiteName.ALLOWED, "the name of a site is " + SiteName.ALLOWED))));
        }
        return site;
    }

    /** The site of the path, which must exist. */
    static String knownSite(ServerRequest request, SearchEngine engine) {
        String site = request.path().pathParameters().get("site");
        if (!SiteName.isValid(site) || !engine.sites().contains(site)) {
            throw new ProblemException(Problem.unknownSite(site));
        }
        return site;
    }
}
