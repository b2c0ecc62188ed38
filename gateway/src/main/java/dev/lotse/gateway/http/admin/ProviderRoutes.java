package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import dev.lotse.gateway.provider.budget.Budgets;
import dev.lotse.gateway.provider.chain.Guard;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code GET /admin/v1/providers}: which models are asked, and what sites and keys have spent today. Thread-safe. */
public final class ProviderRoutes {
    private final AdminAccess access;
    private final String currency;
    private final SortedMap<String, Guard> models;
    private final Budgets budgets;
    private final Supplier<List<String>> sites;
    private final List<String> keys;

    /**
     * @param models what stands before each model, by its id
     * @param sites names of the sites there are
     * @param keys ids of the keys of the inference API
     */
    public ProviderRoutes(
            AdminAccess access,
            String currency,
            Map<String, Guard> models,
            Budgets budgets,
            Supplier<List<String>> sites,
            List<String> keys) {
        this.access = access;
        this.currency = currency;
        this.models = new TreeMap<>(models);
        this.budgets = budgets;
        this.sites = sites;
        this.keys = List.copyOf(keys);
    }

    /** The one route. */
    public List<Route> routes() {
        return List.of(new Route(Method.GET, "/admin/v1/providers", access.guard(Role.ADMIN, this::providers)));
    }

    private void providers(ServerRequest request, ServerResponse response) {
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("models");
            for (Map.Entry<String, Guard> model : models.entrySet()) {
                json.writeStartObject();
                json.writeStringField("id", model.getKey());
                json.writeBooleanField("available", model.getValue().isClosed());
                json.writeNumberField("running", model.getValue().running());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("spentToday");
            json.writeStringField("currency", currency);
            json.writeArrayFieldStart("sites");
            for (String site : sites.get()) {
                spent(json, "site", site, budgets.spentBySite(site));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("keys");
            for (String key : keys) {
                spent(json, "key", key, budgets.spentByKey(key));
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }));
    }

    private static void spent(JsonGenerator json, String kind, String name, Amount amount) throws IOException {
        json.writeStartObject();
        json.writeStringField(kind, name);
        json.writeNumberField("tokens", amount.tokens());
        json.writeNumberField("money", amount.money().amount());
        json.writeEndObject();
    }
}
