package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** Tells callers who they are to the administration. Thread-safe. */
public final class AccessRoutes {
    private final AdminAccess access;

    public AccessRoutes(AdminAccess access) {
        this.access = access;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(new Route(Method.GET, "/admin/v1/access", access.guard(Role.ANALYST, this::access)));
    }

    private void access(ServerRequest request, ServerResponse response) {
        Caller caller = access.caller(request);
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("actor", caller.actor());
            json.writeStringField("role", caller.role().wireName());
            if (caller.csrf() != null) {
                json.writeStringField("csrf", caller.csrf());
            }
            json.writeEndObject();
        }));
    }
}
