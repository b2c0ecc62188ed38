package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.release.Change;
import dev.lotse.gateway.release.ChangeSet;
import dev.lotse.gateway.release.ReleaseException;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.release.SiteView;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.EntryJson;
import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.EntryProblem;
import dev.lotse.gateway.rules.Rule;
import dev.lotse.gateway.rules.Synonym;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reading and editing the entries of one kind. Edits go into a change set and say what they began with. Thread-safe. */
public final class EntryRoutes {
    private static final int MAX_BODY = 256 * 1024;
    private static final int MAX_PAGE = 1000;
    private static final List<String> LIST_FIELDS = List.of("changeSet", "q", "lang", "status", "offset", "limit");

    private final EntryKind kind;
    private final AdminAccess access;
    private final SearchEngine engine;
    private final Releases releases;

    public EntryRoutes(EntryKind kind, AdminAccess access, SearchEngine engine, Releases releases) {
        this.kind = kind;
        this.access = access;
        this.engine = engine;
        this.releases = releases;
    }

    /** All of them. */
    public List<Route> routes() {
        String all = "/admin/v1/sites/{site}/" + kind.wireName() + "s";
        String edits = "/admin/v1/sites/{site}/change-sets/{changeSet}/" + kind.wireName() + "s";
        return List.of(
                new Route(Method.GET, all, access.guard(Role.ANALYST, this::list)),
                new Route(Method.GET, all + "/{id}", access.guard(Role.ANALYST, this::get)),
                new Route(Method.POST, edits, access.guard(Role.EDITOR, this::create)),
                new Route(Method.PUT, edits + "/{id}", access.guard(Role.EDITOR, this::put)),
                new Route(Method.DELETE, edits + "/{id}", access.guard(Role.EDITOR, this::delete)),
                new Route(Method.DELETE, edits + "/{id}/change", access.guard(Role.EDITOR, this::revert)));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, LIST_FIELDS);
        String text = query.text("q");
        String lang = query.choice("lang", List.of("de", "en", Entry.ANY_LANGUAGE), "");
        String status = query.choice("status", List.of("released", "added", "changed", "deleted", "edited"), "");
        int offset = query.integer("offset", 0, Integer.MAX_VALUE, 0);
        int limit = query.integer("limit", 0, MAX_PAGE, 100);
        query.errors().throwIfAny();
        SiteView view = view(request, query.text("changeSet"));
        Map<String, Change> changes = view.changes(kind);
        TreeSet<String> ids = new TreeSet<>(view.effective().of(kind).keySet());
        ids.addAll(changes.keySet());
        List<Entry> found = new ArrayList<>();
        for (String id : ids) {
            Entry entry = shown(view, id);
            if (matches(entry, text, lang) && hasStatus(view.status(kind, id), status)) {
                found.add(entry);
            }
        }
        List<Entry> page =
                found.subList(Math.min(offset, found.size()), (int) Math.min((long) offset + limit, found.size()));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("total", found.size());
            json.writeNumberField("release", view.base());
            json.writeArrayFieldStart(kind.wireName() + "s");
            for (Entry entry : page) {
                write(json, view, entry, changes.get(entry.id()));
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static boolean matches(Entry entry, @Nullable String text, String lang) {
        boolean mentioned = text == null
                || switch (entry) {
                    case Synonym synonym -> synonym.mentions(text);
                    case Rule rule -> rule.mentions(text);
                };
        return mentioned && (lang.isEmpty() || entry.lang().equals(lang));
    }

    private static boolean hasStatus(SiteView.Status found, String wanted) {
        return wanted.isEmpty()
                || wireName(found).equals(wanted)
                || (wanted.equals("edited") && found != SiteView.Status.RELEASED);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("changeSet"));
        query.errors().throwIfAny();
        send(response, view(request, query.text("changeSet")), id(request));
    }

    private void create(ServerRequest request, ServerResponse response) {
        JsonBody body = JsonBody.read(request, MAX_BODY);
        String id = body.object().path("id").asText("");
        put(request, response, body, id.isEmpty() ? releases.newId() : id, null, Status.CREATED_201);
    }

    private void put(ServerRequest request, ServerResponse response) {
        JsonBody body = JsonBody.read(request, MAX_BODY);
        String id = id(request);
        String own = body.object().path("id").asText(id);
        if (!own.equals(id)) {
            throw new ProblemException(Problem.invalidRequest(
                    List.of(new Problem.FieldError("id", own, id, "id is another than in the path"))));
        }
        put(request, response, body, id, Etags.expected(request), Status.OK_200);
    }

    private void put(
            ServerRequest request,
            ServerResponse response,
            JsonBody body,
            String id,
            @Nullable String expected,
            Status status) {
        String site = SiteRoutes.knownSite(request, engine);
        List<EntryProblem> problems = new ArrayList<>();
        Entry entry = EntryJson.read(kind, id, body.object(), problems);
        if (!problems.isEmpty()) {
            throw new ReleaseException(
                    ReleaseException.Kind.INVALID, kind.wireName() + " '" + id + "' is not valid", problems);
        }
        ChangeSet unused = releases.edit(site, changeSet(request), kind, id, entry, expected, access.actor(request));
        response.status(status);
        send(response, releases.view(site, changeSet(request)), id);
    }

    private void delete(ServerRequest request, ServerResponse response) {
        String site = SiteRoutes.knownSite(request, engine);
        String expected = Etags.expected(request);
        if (expected == null) {
            throw new ReleaseException(ReleaseException.Kind.CHANGED, "what is deleted must have been there");
        }
        ChangeSet edited =
                releases.edit(site, changeSet(request), kind, id(request), null, expected, access.actor(request));
        ChangeSetRoutes.send(response, edited);
    }

    private void revert(ServerRequest request, ServerResponse response) {
        String site = SiteRoutes.knownSite(request, engine);
        ChangeSetRoutes.send(
                response, releases.revert(site, changeSet(request), kind, id(request), access.actor(request)));
    }

    private SiteView view(ServerRequest request, @Nullable String changeSet) {
        return releases.view(SiteRoutes.knownSite(request, engine), changeSet);
    }

    private void send(ServerResponse response, SiteView view, String id) {
        Entry entry = view.entry(kind, id)
                .orElseThrow(() -> new ReleaseException(
                        ReleaseException.Kind.NOT_FOUND, "there is no " + kind.wireName() + " '" + id + "'"));
        Etags.set(response, EntryJson.hash(entry));
        Change change = view.changes(kind).get(id);
        Responses.json(response, Json.bytes(json -> write(json, view, entry, change)));
    }

    /** The entry as it would be; one that would be deleted as it is. */
    private Entry shown(SiteView view, String id) {
        Entry after = view.effective().of(kind).get(id);
        return after == null
                ? Objects.requireNonNull(view.released().of(kind).get(id), "neither released nor drafted: " + id)
                : after;
    }

    private void write(JsonGenerator json, SiteView view, Entry entry, @Nullable Change change) throws IOException {
        SiteView.Status status = view.status(kind, entry.id());
        json.writeStartObject();
        EntryJson.fields(json, entry);
        json.writeStringField("label", entry.label());
        json.writeStringField("status", wireName(status));
        json.writeStringField("etag", EntryJson.hash(entry));
        if (change != null) {
            json.writeStringField("changedBy", change.by());
            json.writeStringField("changedAt", change.at().toString());
        }
        json.writeEndObject();
    }

    static String wireName(SiteView.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private static String changeSet(ServerRequest request) {
        return request.path().pathParameters().get("changeSet");
    }
}
