package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.analytics.Event;
import dev.lotse.gateway.analytics.EventIntake;
import dev.lotse.gateway.analytics.QueryCleaner;
import dev.lotse.gateway.analytics.Reformulations;
import dev.lotse.gateway.retrieval.SearchEngine;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes events in the form of User Behavior Insights 1.3, and acknowledges them once they are durable. Kept are clicks on results;
 * of visitors who consented also that they asked again in other words. Nothing that tells who is kept. Thread-safe.
 */
public final class EventRoutes {
    private static final int MAX_BODY = 256 * 1024;
    private static final int MAX_EVENTS = 1000;
    private static final int MAX_ID = 64;
    private static final int MAX_NAME = 100;
    private static final int MAX_POSITION = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration OLDEST = Duration.ofDays(1);
    private static final Set<String> ASKING = Set.of("search", "on_search", "query");

    private final SearchEngine engine;
    private final EventIntake intake;
    private final QueryCleaner cleaner;
    private final Reformulations reformulations;
    private final InstantSource clock;
    private final ObjectMapper mapper = new ObjectMapper(Json.FACTORY);

    public EventRoutes(
            SearchEngine engine,
            EventIntake intake,
            QueryCleaner cleaner,
            Reformulations reformulations,
            InstantSource clock) {
        this.engine = engine;
        this.intake = intake;
        this.cleaner = cleaner;
        this.reformulations = reformulations;
        this.clock = clock;
    }

    /** The route. */
    public List<Route> routes() {
        return List.of(new Route(Method.POST, "/v1/sites/{site}/events", this::take));
    }

    private void take(ServerRequest request, ServerResponse response) throws InterruptedException {
        String site = request.path().pathParameters().get("site");
        if (!SiteName.isValid(site) || !engine.sites().contains(site)) {
            throw new ProblemException(Problem.unknownSite(site));
        }
        JsonNode body = body(request);
        FieldErrors errors = new FieldErrors();
        JsonNode list = body.isArray() ? body : body.has("events") ? body.path("events") : null;
        List<JsonNode> nodes = new ArrayList<>();
        if (list == null) {
            nodes.add(body);
        } else if (!list.isArray() || list.isEmpty() || list.size() > MAX_EVENTS) {
            errors.bad(
                    "events",
                    list.isArray() ? list.size() + " values" : list.asText(),
                    "1 to " + MAX_EVENTS + " events");
        } else {
            list.forEach(nodes::add);
        }
        boolean consent = body.path("consent").path("analytics").asBoolean(false);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String path = list == null ? "" : "events[" + i + "].";
            boolean own = nodes.get(i).path("consent").path("analytics").asBoolean(consent);
            read(site, nodes.get(i), path, own, errors, events);
        }
        errors.throwIfAny();
        if (!events.isEmpty() && intake.accept(events, PATIENCE) != EventIntake.Outcome.STORED) {
            throw new ProblemException(
                    Problem.unavailable("The events cannot be stored now; send them again"),
                    Map.of("Retry-After", "5"));
        }
        response.status(Status.ACCEPTED_202);
        response.send();
    }

    private JsonNode body(ServerRequest request) {
        try {
            JsonNode node = mapper.readTree(Bodies.read(request, "application/json", MAX_BODY));
            if (node == null || !node.isContainerNode()) {
                throw new ProblemException(
                        Problem.malformedBody("The body must be an event, or an object with events"));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.malformedBody(Json.describe(e)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(
            String site, JsonNode node, String path, boolean consent, FieldErrors errors, List<Event> events) {
        String action = text(node, path, "action_name", MAX_NAME, errors);
        String queryId = text(node, path, "query_id", MAX_ID, errors);
        Instant at = time(node, path, errors);
        JsonNode ordinal = node.path("event_attributes").path("position").path("ordinal");
        Integer position = null;
        if (!ordinal.isMissingNode() && !ordinal.isNull()) {
            if (ordinal.isIntegralNumber() && ordinal.asLong() >= 1 && ordinal.asLong() <= MAX_POSITION) {
                position = ordinal.asInt();
            } else {
                errors.bad(path + "event_attributes.position.ordinal", ordinal.asText(), "1 to " + MAX_POSITION);
            }
        }
        String query = cleaner.clean(node.path("user_query").asText(""));
        String client = consent && node.hasNonNull("client_id") ? text(node, path, "client_id", MAX_NAME, errors) : "";
        if (ASKING.contains(action) && !client.isEmpty() && !query.isEmpty()) {
            reformulations.asked(site, client, query, at);
        } else if (action.equals("click")) {
            events.add(new Event.Clicked(site, at, queryId, query.isEmpty() ? null : query, position));
            if (!client.isEmpty()) {
                events.addAll(reformulations.clicked(site, client, at));
            }
        }
    }

    private static String text(JsonNode node, String path, String field, int maxLength, FieldErrors errors) {
        JsonNode value = node.path(field);
        String allowed = "a text of 1 to " + maxLength + " characters without control characters";
        if (value.isMissingNode() || value.isNull()) {
            errors.add(path + field, null, allowed, path + field + " is missing");
            return "";
        }
        String text = value.isTextual() ? value.textValue() : "";
        // One zero byte, which PostgreSQL does not take, would cost all events of the same commit.
        if (text.isEmpty() || text.length() > maxLength || text.chars().anyMatch(Character::isISOControl)) {
            errors.bad(path + field, value.asText(), allowed);
        }
        return text;
    }

    /** The client's time where it is believable, else ours. */
    private Instant time(JsonNode node, String path, FieldErrors errors) {
        Instant now = clock.instant();
        @Nullable
        String text = node.hasNonNull("timestamp") ? node.path("timestamp").asText() : null;
        if (text == null) {
            return now;
        }
        try {
            Instant time = Instant.parse(text);
            return time.isAfter(now) || time.isBefore(now.minus(OLDEST)) ? now : time;
        } catch (DateTimeParseException e) {
            errors.bad(path + "timestamp", text, "a time such as 2026-11-30T08:00:00Z");
            return now;
        }
    }
}
