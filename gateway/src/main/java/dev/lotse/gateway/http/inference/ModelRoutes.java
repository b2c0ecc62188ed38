package dev.lotse.gateway.http.inference;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.inference.InferenceAccess.Caller;
import dev.lotse.gateway.provider.chain.ChainDirectory;
import dev.lotse.gateway.provider.chain.ChainDirectory.Name;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** {@code GET /v1/models} in OpenAI's shape: every name that a request may give as its model. Thread-safe. */
public final class ModelRoutes {
    private final ChainDirectory chains;
    private final InferenceAccess access;

    public ModelRoutes(ChainDirectory chains, InferenceAccess access) {
        this.chains = chains;
        this.access = access;
    }

    /** The list, and one of it. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, "/v1/models", access.guard(this::list)),
                // Aliases may have slashes.
                new Route(Method.GET, "/v1/models/{+model}", access.guard(this::one)));
    }

    private void list(ServerRequest request, ServerResponse response, Caller caller) {
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (Name name : chains.names()) {
                write(json, name);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private void one(ServerRequest request, ServerResponse response, Caller caller) {
        String wanted = request.path().pathParameters().get("model");
        Name name = chains.names().stream()
                .filter(known -> known.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> InferenceErrors.unknownModel(
                        wanted, chains.names().stream().map(Name::name).toList()));
        Responses.json(response, Json.bytes(json -> write(json, name)));
    }

    private static void write(JsonGenerator json, Name name) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", name.name());
        json.writeStringField("object", "model");
        json.writeNumberField("created", 0);
        json.writeStringField("owned_by", "lotse");
        json.writeObjectFieldStart("lotse");
        json.writeArrayFieldStart("kinds");
        for (ChainDirectory.Kind kind : ChainDirectory.Kind.values()) {
            if (name.kinds().contains(kind)) {
                json.writeString(kind.name().toLowerCase(Locale.ROOT));
            }
        }
        json.writeEndArray();
        json.writeStringField("chain", name.chain());
        json.writeEndObject();
        json.writeEndObject();
    }
}
