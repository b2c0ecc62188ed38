package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.release.Change;
import dev.lotse.gateway.release.ChangeSet;
import dev.lotse.gateway.release.Release;
import dev.lotse.gateway.release.ReleaseException;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.release.SiteView;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.rules.EntryProblem;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Change sets: opened, looked at, checked, published, scheduled, discarded. Thread-safe. */
public final class ChangeSetRoutes {
    static final String PATH = "/admin/v1/sites/{site}/change-sets";
    private static final int MAX_BODY = 16 * 1024;
    private static final int NAME = 200;
    private static final int NOTE = 1000;
    private static final int MAX_LISTED = 500;

    private final AdminAccess access;
    private final SearchEngine engine;
    private final Releases releases;

    public ChangeSetRoutes(AdminAccess access, SearchEngine engine, Releases releases) {
        this.access = access;
        this.engine = engine;
        this.releases = releases;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, PATH, access.guard(Role.ANALYST, this::list)),
                new Route(Method.POST, PATH, access.guard(Role.EDITOR, this::open)),
                new Route(Method.GET, PATH + "/{changeSet}", access.guard(Role.ANALYST, this::get)),
                new Route(Method.PUT, PATH + "/{changeSet}", access.guard(Role.EDITOR, this::rename)),
                new Route(Method.DELETE, PATH + "/{changeSet}", access.guard(Role.EDITOR, this::discard)),
                new Route(Method.GET, PATH + "/{changeSet}/check", access.guard(Role.ANALYST, this::check)),
                new Route(Method.POST, PATH + "/{changeSet}/publish", access.guard(Role.EDITOR, this::publish)));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("state"));
        boolean openOnly = query.choice("state", List.of("open", "all"), "open").equals("open");
        query.errors().throwIfAny();
        List<ChangeSet> all = releases.read(site(request), reader -> reader.changeSets(openOnly, MAX_LISTED));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("changeSets");
            for (ChangeSet set : all) {
                json.writeStartObject();
                fields(json, set);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private void open(ServerRequest request, ServerResponse response) {
        JsonBody body = named(request, null);
        String site = site(request);
        ChangeSet opened =
                releases.open(site, body.text("name", NAME, null), body.text("note", NOTE, ""), access.actor(request));
        response.status(Status.CREATED_201);
        response.headers().set(HeaderNames.LOCATION, "/admin/v1/sites/" + site + "/change-sets/" + opened.id());
        send(response, opened);
    }

    private static JsonBody named(ServerRequest request, @Nullable String standard) {
        JsonBody body = JsonBody.read(request, MAX_BODY);
        body.onlyKnown(List.of("name", "note"));
        String unusedName = body.text("name", NAME, standard);
        String unusedNote = body.text("note", NOTE, "");
        body.errors().throwIfAny();
        return body;
    }

    private void get(ServerRequest request, ServerResponse response) {
        String site = site(request);
        String id = id(request);
        ChangeSet set = known(site, id);
        SiteView view = releases.view(site, id);
        List<Change> changes = view.changes().isEmpty() && !set.isOpen()
                ? releases.read(site, reader -> reader.changes(id))
                : view.changes();
        Set<Change> conflicts = Set.copyOf(view.conflicts());
        Etags.set(response, Integer.toString(set.revision()));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            fields(json, set);
            json.writeNumberField("base", view.base());
            json.writeArrayFieldStart("changes");
            for (Change change : changes) {
                json.writeStartObject();
                json.writeStringField("kind", change.kind().wireName());
                json.writeStringField("id", change.id());
                if (set.isOpen()) {
                    json.writeStringField("status", EntryRoutes.wireName(view.status(change.kind(), change.id())));
                }
                json.writeBooleanField("conflict", conflicts.contains(change));
                json.writeStringField("changedBy", change.by());
                json.writeStringField("changedAt", change.at().toString());
                ReleaseRoutes.entry(
                        json, "before", view.released().of(change.kind()).get(change.id()));
                ReleaseRoutes.entry(json, "after", change.entry());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private void rename(ServerRequest request, ServerResponse response) {
        JsonBody body = named(request, null);
        send(
                response,
                releases.rename(
                        site(request),
                        id(request),
                        Etags.revision(request),
                        body.text("name", NAME, null),
                        body.text("note", NOTE, ""),
                        access.actor(request)));
    }

    private void discard(ServerRequest request, ServerResponse response) {
        releases.discard(site(request), id(request), Etags.revision(request), access.actor(request));
        response.status(Status.NO_CONTENT_204);
        response.send();
    }

    private void check(ServerRequest request, ServerResponse response) {
        List<EntryProblem> problems = releases.check(site(request), id(request));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeBooleanField("publishable", problems.isEmpty());
            json.writeArrayFieldStart("problems");
            for (EntryProblem problem : problems) {
                json.writeStartObject();
                json.writeStringField("field", problem.field());
                json.writeStringField("value", problem.value());
                json.writeStringField("allowed", problem.allowed());
                json.writeStringField("detail", problem.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private void publish(ServerRequest request, ServerResponse response) {
        JsonBody body = JsonBody.read(request, MAX_BODY);
        body.onlyKnown(List.of("note", "at"));
        String note = body.text("note", NOTE, "");
        Instant at = time(body);
        body.errors().throwIfAny();
        int revision = Etags.revision(request);
        if (at != null) {
            send(response, releases.schedule(site(request), id(request), revision, at, access.actor(request)));
            return;
        }
        Release release = releases.publish(site(request), id(request), revision, note, access.actor(request));
        response.status(Status.CREATED_201);
        ReleaseRoutes.send(response, release);
    }

    private static @Nullable Instant time(JsonBody body) {
        if (!body.object().hasNonNull("at")) {
            return null;
        }
        String text = body.object().get("at").asText();
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            body.errors().bad("at", text, "a time such as 2026-11-30T08:00:00Z");
            return null;
        }
    }

    private ChangeSet known(String site, String id) {
        return releases.read(site, reader -> reader.changeSet(id))
                .orElseThrow(() ->
                        new ReleaseException(ReleaseException.Kind.NOT_FOUND, "there is no change set '" + id + "'"));
    }

    static void send(ServerResponse response, ChangeSet set) {
        Etags.set(response, Integer.toString(set.revision()));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            fields(json, set);
            json.writeEndObject();
        }));
    }

    private static void fields(JsonGenerator json, ChangeSet set) throws IOException {
        json.writeStringField("id", set.id());
        json.writeStringField("name", set.name());
        json.writeStringField("note", set.note());
        json.writeStringField("state", set.state().wireName());
        json.writeStringField("createdAt", set.createdAt().toString());
        json.writeStringField("createdBy", set.createdBy());
        json.writeStringField("updatedAt", set.updatedAt().toString());
        json.writeStringField("etag", Integer.toString(set.revision()));
        if (set.publishAt() != null) {
            json.writeStringField("publishAt", set.publishAt().toString());
        }
        if (set.release() != null) {
            json.writeNumberField("release", set.release());
        }
    }

    private String site(ServerRequest request) {
        return SiteRoutes.knownSite(request, engine);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("changeSet");
    }
}
