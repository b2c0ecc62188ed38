package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.cache.ResponseCache;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.retrieval.SearchEngine;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** Drops what is cached of a site. Changes of index, rules and models need no purge: they change the keys. Thread-safe. */
public final class CacheRoutes {
    private final AdminAccess access;
    private final SearchEngine engine;
    private final ResponseCache cache;

    public CacheRoutes(AdminAccess access, SearchEngine engine, ResponseCache cache) {
        this.access = access;
        this.engine = engine;
        this.cache = cache;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(new Route(Method.DELETE, "/admin/v1/sites/{site}/cache", access.guard(Role.ADMIN, this::purge)));
    }

    private void purge(ServerRequest request, ServerResponse response) {
        String site = SiteRoutes.knownSite(request, engine);
        ResponseCache.Purge purge = cache.purge(site);
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("site", site);
            json.writeNumberField("entries", purge.entries());
            json.writeStringField("scope", purge.everywhere() ? "all-gateways" : "this-gateway");
            json.writeEndObject();
        }));
    }
}
