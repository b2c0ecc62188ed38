package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.release.AuditEntry;
import dev.lotse.gateway.release.Release;
import dev.lotse.gateway.release.ReleaseException;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.EntryJson;
import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.RuleSet;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Releases and the audit trail. Thread-safe. */
public final class ReleaseRoutes {
    private static final String PATH = "/admin/v1/sites/{site}/releases";
    private static final int MAX_BODY = 16 * 1024;
    private static final int NOTE = 1000;

    private final AdminAccess access;
    private final SearchEngine engine;
    private final Releases releases;

    public ReleaseRoutes(AdminAccess access, SearchEngine engine, Releases releases) {
        this.access = access;
        this.engine = engine;
        this.releases = releases;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, PATH, access.guard(Role.ANALYST, this::list)),
                new Route(Method.GET, PATH + "/{number}", access.guard(Role.ANALYST, this::get)),
                new Route(Method.GET, PATH + "/{number}/diff", access.guard(Role.ANALYST, this::diff)),
                new Route(Method.POST, PATH + "/{number}/restore", access.guard(Role.EDITOR, this::restore)),
                new Route(Method.GET, "/admin/v1/sites/{site}/audit", access.guard(Role.ANALYST, this::audit)));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("before", "limit"));
        int before = query.integer("before", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        int limit = query.integer("limit", 1, 1000, 50);
        query.errors().throwIfAny();
        String site = site(request);
        List<Release> all = releases.read(site, reader -> reader.releases(before, limit));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("releases");
            for (Release release : all) {
                write(json, release);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private void get(ServerRequest request, ServerResponse response) {
        int number = number(request);
        Release release =
                releases.read(site(request), reader -> reader.release(number)).orElseThrow(() -> missing(number));
        send(response, release);
    }

    private void diff(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("to"));
        int from = number(request);
        int to = query.integer("to", 0, Integer.MAX_VALUE, -1);
        query.errors().throwIfAny();
        String site = site(request);
        RuleSet first = content(site, from);
        int last = to < 0 ? releases.read(site, reader -> reader.latest()) : to;
        RuleSet second = content(site, last);
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("from", from);
            json.writeNumberField("to", last);
            json.writeArrayFieldStart("changes");
            for (EntryKind kind : EntryKind.values()) {
                TreeSet<String> ids = new TreeSet<>(first.of(kind).keySet());
                ids.addAll(second.of(kind).keySet());
                for (String id : ids) {
                    Entry before = first.of(kind).get(id);
                    Entry after = second.of(kind).get(id);
                    if (!Objects.equals(before, after)) {
                        json.writeStartObject();
                        json.writeStringField("kind", kind.wireName());
                        json.writeStringField("id", id);
                        json.writeStringField(
                                "status", before == null ? "added" : after == null ? "deleted" : "changed");
                        entry(json, "before", before);
                        entry(json, "after", after);
                        json.writeEndObject();
                    }
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    static void entry(JsonGenerator json, String name, @Nullable Entry entry) throws IOException {
        if (entry == null) {
            json.writeNullField(name);
        } else {
            json.writeFieldName(name);
            EntryJson.write(json, entry);
        }
    }

    /** Release 0 is the state before the first one. */
    private RuleSet content(String site, int number) {
        return number == 0
                ? RuleSet.EMPTY
                : releases.read(site, reader -> reader.content(number)).orElseThrow(() -> missing(number));
    }

    private void restore(ServerRequest request, ServerResponse response) {
        JsonBody body = JsonBody.read(request, MAX_BODY);
        body.onlyKnown(List.of("note"));
        String note = body.text("note", NOTE, "");
        body.errors().throwIfAny();
        Release release = releases.restore(site(request), number(request), note, access.actor(request));
        response.status(Status.CREATED_201);
        send(response, release);
    }

    private void audit(ServerRequest request, ServerResponse response) {
        Query query = new Query(request, List.of("before", "limit"));
        int before = query.integer("before", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        int limit = query.integer("limit", 1, 1000, 100);
        query.errors().throwIfAny();
        List<AuditEntry> all = releases.read(site(request), reader -> reader.audit(before, limit));
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("entries");
            for (AuditEntry entry : all) {
                json.writeStartObject();
                json.writeNumberField("id", entry.id());
                json.writeStringField("at", entry.at().toString());
                json.writeStringField("actor", entry.actor());
                json.writeStringField("action", entry.action());
                json.writeStringField("subject", entry.subject());
                json.writeStringField("detail", entry.detail());
                json.writeStringField("chain", entry.chain());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    static void send(ServerResponse response, Release release) {
        Responses.json(response, Json.bytes(json -> write(json, release)));
    }

    private static void write(JsonGenerator json, Release release) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", release.number());
        json.writeStringField("version", release.version());
        json.writeStringField("hash", release.hash());
        json.writeStringField("at", release.at().toString());
        json.writeStringField("by", release.by());
        json.writeStringField("note", release.note());
        if (release.changeSet() != null) {
            json.writeStringField("changeSet", release.changeSet());
        }
        if (release.restores() != null) {
            json.writeNumberField("restores", release.restores());
        }
        json.writeEndObject();
    }

    private static ReleaseException missing(int number) {
        return new ReleaseException(ReleaseException.Kind.NOT_FOUND, "there is no release " + number);
    }

    private String site(ServerRequest request) {
        return SiteRoutes.knownSite(request, engine);
    }

    private static int number(ServerRequest request) {
        String text = request.path().pathParameters().get("number");
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new ReleaseException(ReleaseException.Kind.NOT_FOUND, "'" + text + "' is no number of a release");
    }
}
